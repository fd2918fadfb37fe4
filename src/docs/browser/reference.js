// Starts Swagger UI with the contract, and feeds it what the form says: the base URL and the token.
import { keepAccessible } from './accessible.js';
import { forConsole, placeholder } from './console-contract.js';
import { foldResponses } from './fold-responses.js';
import { normaliseBaseUrl, recall, remember } from './settings.js';
import { SwaggerUIBundle } from './swagger-ui.js';

const form = /** @type {HTMLFormElement} */ (document.querySelector('form.console'));
const baseUrlField = /** @type {HTMLInputElement} */ (form.querySelector('#base-url'));
const tokenField = /** @type {HTMLInputElement} */ (form.querySelector('#token'));
const status = /** @type {HTMLElement} */ (form.querySelector('#console-status'));
const reference = /** @type {HTMLElement} */ (document.querySelector('#swagger-ui'));

/** The service that serves this page; empty in the published site, where the reader is asked. */
const serviceUrl = form.dataset['api'] ? absolute(form.dataset['api']) : '';
const settings = { baseUrl: normaliseBaseUrl(recall('baseUrl') || serviceUrl), token: recall('token') };

const dark = matchMedia('(prefers-color-scheme: dark)');
followColorScheme();
showSettings();

const contract = await loadContract();
const bearerScheme = Object.keys(contract.security[0] ?? {})[0] ?? '';

const ui = SwaggerUIBundle({
  spec: forConsole(contract),
  domNode: reference,
  deepLinking: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  syntaxHighlight: { theme: dark.matches ? 'nord' : 'idea' },
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
  plugins: [
    {
      statePlugins: {
        auth: { wrapActions: { authorize: followAuthorize, logout: followLogout } },
        layout: { wrapActions: { scrollToElement: () => scrollToElement } },
      },
      wrapComponents: {
        ServersContainer: putFormInPlace,
        response: foldResponses,
      },
    },
  ],
  requestInterceptor: sendToBaseUrl,
  onComplete: () => {
    if (settings.token !== '') ui.preauthorizeApiKey(bearerScheme, settings.token);
  },
});

keepAccessible(reference);

form.addEventListener('change', applyForm);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  applyForm();
});
form.addEventListener('click', ({ target }) => {
  if (!(target instanceof HTMLButtonElement)) return;
  if (target.dataset['baseUrl'] !== undefined) baseUrlField.value = absolute(target.dataset['baseUrl']);
  if (target.dataset['forget'] !== undefined) baseUrlField.value = tokenField.value = '';
  applyForm();
});

async function loadContract() {
  const answer = await fetch(form.dataset['contract'] ?? '');
  if (!answer.ok) {
    reference.textContent = `The contract cannot be read (${answer.status}). Load the page again in a moment.`;
    throw new Error(`${answer.url} answered ${answer.status}`);
  }
  /** @type {unknown} */
  const contract = await answer.json();
  return /** @type {import('./console-contract.js').Contract} */ (contract);
}

/** @param {string} address */
function absolute(address) {
  return new URL(address, location.href).href;
}

function applyForm() {
  const text = baseUrlField.value.trim() || serviceUrl;
  settings.baseUrl = normaliseBaseUrl(text);
  remember('baseUrl', settings.baseUrl ?? '');
  const token = tokenField.value.trim().replace(/^Bearer\s+/i, '');
  if (token !== settings.token) {
    settings.token = token;
    remember('token', token);
    if (token === '') ui.authActions.logout([bearerScheme]);
    else ui.preauthorizeApiKey(bearerScheme, token);
  }
  const wrong = text !== '' && settings.baseUrl === undefined;
  baseUrlField.setAttribute('aria-invalid', String(wrong));
  if (wrong) status.textContent = 'That is no base URL: it starts with http:// or https:// and has no query.';
  else showSettings();
}

function showSettings() {
  if (settings.baseUrl !== undefined) baseUrlField.value = settings.baseUrl;
  tokenField.value = settings.token;
  const token = settings.token === '' ? 'without a token' : 'with your token';
  status.textContent =
    settings.baseUrl === undefined
      ? 'Say where the API is, and every operation can be tried here.'
      : `Requests go to ${settings.baseUrl} ${token}.`;
}

/**
 * Puts the form where Swagger UI would list the servers: just above the operations.
 *
 * @param {unknown} _original
 * @param {{ React: { createElement(type: string, properties: object): unknown } }} system
 */
function putFormInPlace(_original, { React }) {
  return () => React.createElement('div', { ref: holdForm });
}

/** @param {HTMLElement | null} place */
function holdForm(place) {
  place?.append(form);
  form.hidden = false;
}

/** @param {HTMLElement} element */
function scrollToElement(element) {
  // Swagger UI's own does not know that the form stays at the top; the browser's heeds `scroll-padding-top`.
  element.scrollIntoView();
}

/**
 * Swagger UI shows the request as it is returned here, so without a base URL it is refused after that, by its fetch.
 *
 * @param {{ url: string, userFetch?: () => Promise<never> }} request
 */
function sendToBaseUrl(request) {
  if (!request.url.startsWith(placeholder)) return request;
  request.url = (settings.baseUrl ?? '') + request.url.slice(placeholder.length);
  if (settings.baseUrl === undefined) {
    baseUrlField.focus();
    request.userFetch = () =>
      Promise.reject(new Error('Say first where the API is: the base URL is missing.'));
  }
  return request;
}

/**
 * Swagger UI's own dialog sets the token too, and the form follows.
 *
 * @param {(change: Record<string, { value: string }>) => unknown} authorize
 */
function followAuthorize(authorize) {
  return (/** @type {Record<string, { value: string }>} */ change) => {
    followToken(change[bearerScheme]?.value);
    return authorize(change);
  };
}

/** @param {(schemes: string[]) => unknown} logout */
function followLogout(logout) {
  return (/** @type {string[]} */ schemes) => {
    if (schemes.includes(bearerScheme)) followToken('');
    return logout(schemes);
  };
}

/** @param {string | undefined} token */
function followToken(token) {
  if (token === undefined || token === settings.token) return;
  settings.token = token;
  remember('token', token);
  showSettings();
}

/** Swagger UI is dark when a class says so; the page follows the system. */
function followColorScheme() {
  const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
  dark.addEventListener('change', follow);
  follow();
}

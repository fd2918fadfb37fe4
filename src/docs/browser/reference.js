// Starts Swagger UI with the contract, the base URL and the token.
import { keepAccessible } from './accessible.js';
import { forConsole, placeholder } from './console-contract.js';
import { foldResponses } from './fold-responses.js';
import { normalizeBaseUrl, recall, remember } from './settings.js';
import { SwaggerUIBundle } from './swagger-ui.js';

const form = /** @type {HTMLFormElement} */ (document.querySelector('form.console'));
const baseUrlField = /** @type {HTMLInputElement} */ (form.querySelector('#base-url'));
const tokenField = /** @type {HTMLInputElement} */ (form.querySelector('#token'));
const status = /** @type {HTMLElement} */ (form.querySelector('#console-status'));
const reference = /** @type {HTMLElement} */ (document.querySelector('#swagger-ui'));

/** The service that serves this page. Empty in the published site. */
const serviceUrl = form.dataset['api'] ? absolute(form.dataset['api']) : '';
const settings = { baseUrl: normalizeBaseUrl(recall('baseUrl') || serviceUrl), token: recall('token') };

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
  const response = await fetch(form.dataset['contract'] ?? '');
  if (!response.ok) {
    reference.textContent = `The contract could not be loaded (${response.status}). Reload the page.`;
    throw new Error(`${response.url} returned ${response.status}`);
  }
  /** @type {unknown} */
  const contract = await response.json();
  return /** @type {import('./console-contract.js').Contract} */ (contract);
}

/** @param {string} address */
function absolute(address) {
  return new URL(address, location.href).href;
}

function applyForm() {
  const text = baseUrlField.value.trim() || serviceUrl;
  settings.baseUrl = normalizeBaseUrl(text);
  remember('baseUrl', settings.baseUrl ?? '');
  const token = tokenField.value.trim().replace(/^Bearer\s+/i, '');
  if (token !== settings.token) {
    settings.token = token;
    remember('token', token);
    if (token === '') ui.authActions.logout([bearerScheme]);
    else ui.preauthorizeApiKey(bearerScheme, token);
  }
  const isInvalid = text !== '' && settings.baseUrl === undefined;
  baseUrlField.setAttribute('aria-invalid', String(isInvalid));
  if (isInvalid)
    status.textContent = 'Invalid base URL. It must start with http:// or https:// and have no query.';
  else showSettings();
}

function showSettings() {
  if (settings.baseUrl !== undefined) baseUrlField.value = settings.baseUrl;
  tokenField.value = settings.token;
  const token = settings.token === '' ? 'without a token' : 'with your token';
  status.textContent =
    settings.baseUrl === undefined
      ? 'Enter the base URL of the API to try its operations.'
      : `Requests go to ${settings.baseUrl} ${token}.`;
}

/**
 * Puts the form in place of Swagger UI's list of servers, above the operations.
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
  // Swagger UI ignores the sticky form. The browser respects `scroll-padding-top`.
  element.scrollIntoView();
}

/**
 * Swagger UI shows the request that this returns, so a missing base URL fails later, in `userFetch`.
 *
 * @param {{ url: string, userFetch?: () => Promise<never> }} request
 */
function sendToBaseUrl(request) {
  if (!request.url.startsWith(placeholder)) return request;
  request.url = (settings.baseUrl ?? '') + request.url.slice(placeholder.length);
  if (settings.baseUrl === undefined) {
    baseUrlField.focus();
    request.userFetch = () => Promise.reject(new Error('Enter the base URL of the API first.'));
  }
  return request;
}

/**
 * Keeps the form in step with Swagger UI's own dialog, which sets the token too.
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

/** Sets the class for Swagger UI's dark mode from the system's color scheme. */
function followColorScheme() {
  const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
  dark.addEventListener('change', follow);
  follow();
}

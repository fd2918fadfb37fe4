// The form for the base URL and the token, which all operations use.
import { normalizeBaseUrl, readSetting, storeSetting } from './settings.js';

const form = /** @type {HTMLFormElement} */ (document.querySelector('form.console'));
const baseUrlField = /** @type {HTMLInputElement} */ (form.querySelector('#base-url'));
const tokenField = /** @type {HTMLInputElement} */ (form.querySelector('#token'));
const status = /** @type {HTMLElement} */ (form.querySelector('#console-status'));

/** The URL of the service that serves this page. Empty in the published site. */
const serviceUrl = form.dataset['api'] ? absolute(form.dataset['api']) : '';

/** @type {{ baseUrl: string | undefined, token: string }} */
export const settings = {
  baseUrl: normalizeBaseUrl(readSetting('baseUrl') || serviceUrl),
  token: readSetting('token'),
};

/** The address of the contract. */
export const contractUrl = absolute(form.dataset['contract'] ?? '');

/** @type {(() => void)[]} */
const listeners = [];

/**
 * Calls a function now and after each change of the settings.
 *
 * @param {() => void} listener
 */
export function followSettings(listener) {
  listeners.push(listener);
  listener();
}

/** Moves the focus to the field for the base URL, which is required to try an operation. */
export const focusBaseUrl = () => baseUrlField.focus();

/** @param {string} address */
function absolute(address) {
  return new URL(address, location.href).href;
}

function apply() {
  const text = baseUrlField.value.trim() || serviceUrl;
  settings.baseUrl = normalizeBaseUrl(text);
  settings.token = tokenField.value.trim().replace(/^Bearer\s+/i, '');
  storeSetting('baseUrl', settings.baseUrl ?? '');
  storeSetting('token', settings.token);
  const isInvalid = text !== '' && settings.baseUrl === undefined;
  baseUrlField.setAttribute('aria-invalid', String(isInvalid));
  if (isInvalid)
    status.textContent = 'Invalid base URL. It must start with http:// or https:// and have no query.';
  else show();
  for (const listener of listeners) listener();
}

function show() {
  if (settings.baseUrl !== undefined) baseUrlField.value = settings.baseUrl;
  tokenField.value = settings.token;
  const token = settings.token === '' ? 'without a token' : 'with your token';
  status.textContent =
    settings.baseUrl === undefined
      ? 'Enter the base URL of the API to try its operations.'
      : `Requests go to ${settings.baseUrl} ${token}.`;
}

form.addEventListener('change', apply);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  apply();
});
form.addEventListener('click', ({ target }) => {
  if (!(target instanceof HTMLButtonElement)) return;
  if (target.dataset['baseUrl'] !== undefined) baseUrlField.value = absolute(target.dataset['baseUrl']);
  if (target.dataset['forget'] !== undefined) baseUrlField.value = tokenField.value = '';
  apply();
});
show();
form.hidden = false;

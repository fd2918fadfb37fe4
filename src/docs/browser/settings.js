/**
 * The base URL and the token of the console. They are stored for this tab only (sessionStorage) and never in the
 * address, so a shared link contains no token and cannot choose the server that a token is sent to.
 */

// One origin may serve several sites, as GitHub Pages does. Each has its own settings.
const prefix = `docs:${new URL('.', location.href).pathname}:`;

/** @param {'baseUrl' | 'token'} name */
export const readSetting = (name) => sessionStorage.getItem(prefix + name) ?? '';

/**
 * @param {'baseUrl' | 'token'} name
 * @param {string} value
 */
export function storeSetting(name, value) {
  if (value === '') sessionStorage.removeItem(prefix + name);
  else sessionStorage.setItem(prefix + name, value);
}

/**
 * Normalizes a base URL so that paths can be appended. Returns `undefined` for an invalid one.
 *
 * @param {string} text
 */
export function normalizeBaseUrl(text) {
  const url = URL.parse(text.trim());
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  if (url.username + url.password + url.search + url.hash !== '') return undefined;
  return url.href.replace(/\/+$/, '');
}

/**
 * Where the console sends requests, and as whom. Both are kept for this tab alone (sessionStorage) and never in the
 * address: a shared link carries no token, and cannot choose where one is sent.
 */

// One origin may serve several documentations (GitHub Pages does): each has settings of its own.
const prefix = `docs:${new URL('.', location.href).pathname}:`;

/** @param {'baseUrl' | 'token'} name */
export const recall = (name) => sessionStorage.getItem(prefix + name) ?? '';

/**
 * @param {'baseUrl' | 'token'} name
 * @param {string} value
 */
export function remember(name, value) {
  if (value === '') sessionStorage.removeItem(prefix + name);
  else sessionStorage.setItem(prefix + name, value);
}

/**
 * Puts a base URL into the one form that paths can be appended to; `undefined` for what is none.
 *
 * @param {string} text
 */
export function normaliseBaseUrl(text) {
  const url = URL.parse(text.trim());
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  if (url.username + url.password + url.search + url.hash !== '') return undefined;
  return url.href.replace(/\/+$/, '');
}

// Shows the code samples of all operations in one language, with the base URL from the form.
import { followSettings, settings } from './console-form.js';

const key = 'docs:language';
/** @type {NodeListOf<HTMLButtonElement>} */
const buttons = document.querySelectorAll('.languages button');
const samples = [...document.querySelectorAll('.sample code')].map((code) => ({
  code,
  text: code.textContent,
}));

/** The base URL in the samples as the server renders them. */
const original = 'http://127.0.0.1:5000';

followSettings(() => {
  for (const { code, text } of samples)
    code.textContent = text.replaceAll(original, () => settings.baseUrl ?? original);
});

for (const button of buttons)
  button.addEventListener('click', () => choose(button.dataset['language'] ?? ''));
choose(localStorage.getItem(key) ?? 'curl');

/** @param {string} language */
function choose(language) {
  localStorage.setItem(key, language);
  document.documentElement.dataset['language'] = language;
  for (const button of buttons)
    button.setAttribute('aria-pressed', String(button.dataset['language'] === language));
}

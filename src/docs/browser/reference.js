// The scripts of the reference. Swagger UI is loaded when an operation is tried.
import './console-form.js';
import './samples.js';
import './search.js';

/** @type {NodeListOf<HTMLButtonElement>} */
const buttons = document.querySelectorAll('button.try');
for (const button of buttons) {
  button.hidden = false;
  button.addEventListener('click', () => void toggle(button));
}

/** @param {HTMLButtonElement} button */
async function toggle(button) {
  const box = /** @type {HTMLElement} */ (
    document.getElementById(button.getAttribute('aria-controls') ?? '')
  );
  box.hidden = !box.hidden;
  button.setAttribute('aria-expanded', String(!box.hidden));
  button.textContent = box.hidden ? 'Try it' : 'Close';
  if (box.hidden || box.firstChild !== null) return;
  box.textContent = 'Loading …';
  try {
    const { tryOperation } = await import('./try-it.js');
    await tryOperation(button.dataset['try'] ?? '', box);
  } catch (error) {
    box.textContent = `The form could not be loaded: ${error instanceof Error ? error.message : String(error)}. Reload the page.`;
  }
}

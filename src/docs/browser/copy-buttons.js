// Adds a copy button to each code block.
for (const block of document.querySelectorAll('pre')) {
  const box = document.createElement('div');
  box.className = 'copyable';
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.addEventListener('click', () => void copy(block.textContent, button));
  block.replaceWith(box);
  box.append(block, button);
}

/**
 * @param {string} text
 * @param {HTMLButtonElement} button
 */
async function copy(text, button) {
  // Browsers allow access to the clipboard only on secure pages: over HTTPS, or from this machine.
  let copied = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copied = false;
  }
  button.textContent = copied ? 'Copied' : 'Not allowed';
  setTimeout(() => (button.textContent = 'Copy'), 2000);
}

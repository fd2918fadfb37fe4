// Searches the reference: shows the links in the side navigation whose sections contain all words.
const contents = /** @type {HTMLElement} */ (document.querySelector('#contents'));
const field = /** @type {HTMLInputElement} */ (contents.querySelector('#search'));
const status = /** @type {HTMLElement} */ (contents.querySelector('#search-status'));

const entries = [...contents.querySelectorAll('a')].map((link) => ({
  link,
  item: /** @type {HTMLElement} */ (link.closest('li')),
  text: normalize(`${link.textContent} ${sectionText(link)}`),
}));
/** @type {NodeListOf<HTMLElement>} */
const groups = contents.querySelectorAll('.group');

field.hidden = false;
field.addEventListener('input', search);
field.addEventListener('keydown', ({ key }) => {
  if (key === 'Enter' && field.value !== '') entries.find(({ item }) => !item.hidden)?.link.click();
});
document.addEventListener('keydown', (event) => {
  const isTyping = event.target instanceof Element && event.target.closest('input, textarea, select');
  if (event.key !== '/' || isTyping) return;
  event.preventDefault();
  if (!contents.checkVisibility()) contents.showPopover();
  field.focus();
});
// On a narrow screen, the contents cover the page, so a click on a link closes them.
contents.addEventListener('click', ({ target }) => {
  if (target instanceof Element && target.closest('a') && contents.matches(':popover-open'))
    contents.hidePopover();
});

function search() {
  const words = normalize(field.value).split(/\s+/).filter(Boolean);
  const found = entries.filter(({ item, text }) => {
    item.hidden = !words.every((word) => text.includes(word));
    return !item.hidden;
  });
  for (const group of groups) group.hidden = group.querySelector('li:not([hidden])') === null;
  status.textContent = words.length === 0 ? '' : `${found.length} found`;
}

/**
 * The text of the section that a link points to: the text of an element, or the text between a heading and the next
 * heading of the same level.
 *
 * @param {HTMLAnchorElement} link
 */
function sectionText(link) {
  const target = link.hash === '' ? null : document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (target === null) return '';
  if (target.tagName === 'SECTION') {
    // Skips the code samples, whose words are the same in all operations.
    const parts = target.querySelectorAll(':scope > :is(.head, .details)');
    return (parts.length === 0 ? [target] : [...parts]).map(({ textContent }) => textContent).join(' ');
  }
  let text = '';
  for (
    let next = target.nextElementSibling;
    next && next.tagName !== target.tagName;
    next = next.nextElementSibling
  )
    text += ` ${next.textContent}`;
  return text;
}

/** @param {string} text */
function normalize(text) {
  return text.toLowerCase();
}

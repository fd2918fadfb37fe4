/**
 * What Swagger UI leaves out for those who use a keyboard or a screen reader: names for the fields of its
 * parameters, and a way to reach what scrolls.
 *
 * @param {Element} root
 */
export function keepAccessible(root) {
  const complete = () => {
    for (const field of root.querySelectorAll(
      '[data-param-name] :is(input, select, textarea):not([aria-label])',
    )) {
      field.setAttribute(
        'aria-label',
        field.closest('[data-param-name]')?.getAttribute('data-param-name') ?? '',
      );
    }
    for (const field of root.querySelectorAll('.examples-select-element:not([aria-label])')) {
      field.setAttribute('aria-label', 'Example');
    }
    for (const block of root.querySelectorAll('pre:not([tabindex])')) block.setAttribute('tabindex', '0');
  };
  new MutationObserver(complete).observe(root, { childList: true, subtree: true });
  complete();
}

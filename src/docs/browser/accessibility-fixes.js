/**
 * Adds what Swagger UI lacks for keyboards and screen readers: labels for its fields, focusable scroll areas, no links
 * inside buttons, and a landmark before its `<main>`.
 *
 * @param {Element} root
 */
export function fixAccessibility(root) {
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
    for (const block of root.querySelectorAll('pre:not([tabindex], .version)'))
      block.setAttribute('tabindex', '0');
    for (const link of root.querySelectorAll('button a[href]')) link.removeAttribute('href');
    for (const body of root.querySelectorAll('.body-param textarea:not([aria-label])'))
      body.setAttribute('aria-label', 'Request body');
    for (const about of root.querySelectorAll('.information-container:not([role])')) {
      about.setAttribute('role', 'region');
      about.setAttribute('aria-label', 'About the API');
    }
  };
  new MutationObserver(complete).observe(root, { childList: true, subtree: true });
  complete();
}

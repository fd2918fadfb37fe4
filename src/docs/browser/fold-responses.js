/**
 * Folds each documented error into one line. Swagger UI shows a dozen of them with all headers and examples. Successes and
 * the current response stay open.
 *
 * @param {Component} Response
 * @param {{ React: React }} system
 * @typedef {(props: never) => unknown} Component
 * @typedef {{ createElement: (type: string | Component, properties: object, ...children: unknown[]) => unknown,
 *   useState: (first: boolean) => [boolean, (next: boolean) => void] }} React
 */
export function foldResponses(Response, { React }) {
  const { createElement, useState } = React;

  /**
   * @param {{ code: string, className: string, response: Map<string, unknown>,
   *   getComponent: (name: string, container: boolean) => Component }} properties
   */
  return function FoldedResponse(properties) {
    const { code, className, response, getComponent } = properties;
    const [open, setOpen] = useState(code.startsWith('2'));
    if (open || className === 'response_current') return createElement(Response, properties);

    const description = createElement(getComponent('Markdown', true), {
      source: response.get('description'),
    });
    const more = {
      type: 'button',
      className: 'unfold',
      'aria-label': `Show the details of ${code}`,
      onClick: () => setOpen(true),
    };
    return createElement(
      'tr',
      { className: 'response folded', 'data-code': code },
      createElement('td', { className: 'response-col_status' }, code),
      createElement('td', { className: 'response-col_description' }, description),
      createElement('td', { className: 'response-col_links' }, createElement('button', more, 'Details')),
    );
  };
}

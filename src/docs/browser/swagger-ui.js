/**
 * Swagger UI's bundle is a classic script that sets a global without types. These types describe the parts in use.
 *
 * @typedef {{ authActions: { logout(schemes: string[]): void }, preauthorizeApiKey(scheme: string, value: string): void }} SwaggerUi
 * @typedef {{ (options: Record<string, unknown>): SwaggerUi, presets: { apis: unknown } }} Bundle
 * @typedef {(props: never) => unknown} Component
 * @typedef {{ React: { createElement: (type: string | Component, properties?: object, ...children: unknown[]) => unknown },
 *   getComponent: (name: string, container?: boolean) => Component }} System
 */

/** Loads the bundle and its styles. */
export async function loadSwaggerUi() {
  const script = Object.assign(document.createElement('script'), { src: asset('swagger-ui-bundle.js') });
  const styles = Object.assign(document.createElement('link'), {
    rel: 'stylesheet',
    href: asset('try-it.css'),
  });
  await Promise.all([script, styles].map(loaded));
  /** @type {unknown} */
  const bundle = Reflect.get(globalThis, 'SwaggerUIBundle');
  return /** @type {Bundle} */ (bundle);
}

/** @param {string} name */
function asset(name) {
  return new URL(name, import.meta.url).href;
}

/** @param {HTMLElement} element */
function loaded(element) {
  return new Promise((resolve, reject) => {
    element.addEventListener('load', resolve);
    element.addEventListener('error', () => reject(new Error('a file is missing')));
    document.head.append(element);
  });
}

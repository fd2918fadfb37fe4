/**
 * Swagger UI's bundle is a classic script that sets a global without types. These are the parts in use.
 *
 * @typedef {{ authActions: { logout(schemes: string[]): void }, preauthorizeApiKey(scheme: string, value: string): void }} SwaggerUi
 * @typedef {{ (options: Record<string, unknown>): SwaggerUi, presets: { apis: unknown } }} Bundle
 */

/** @type {unknown} */
const bundle = Reflect.get(globalThis, 'SwaggerUIBundle');

export const SwaggerUIBundle = /** @type {Bundle} */ (bundle);

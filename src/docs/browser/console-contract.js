/** The server URL in the contract for Swagger UI. Each request replaces it with the base URL. */
export const placeholder = 'https://base-url.invalid';

/**
 * Prepares the contract for the console. Swagger UI fills in the examples of optional parameters too, so that a first
 * request would use all filters at once. This moves such an example to the description, and the field starts empty.
 *
 * @param {Contract} contract
 * @typedef {{ description?: string, required?: boolean, example?: string | number | string[] }} Parameter
 * @typedef {{ security: object[], paths: Record<string, Record<string, { parameters?: Parameter[] }>>,
 *   components: { parameters?: Record<string, Parameter> } }} Contract
 */
export function forConsole(contract) {
  const parameters = [
    ...Object.values(contract.components.parameters ?? {}),
    ...Object.values(contract.paths).flatMap((path) =>
      Object.values(path).flatMap((item) => item.parameters ?? []),
    ),
  ];
  for (const parameter of parameters) {
    if (parameter.required || parameter.example === undefined) continue;
    parameter.description = `${parameter.description ?? ''}\n\nFor example \`${[parameter.example].flat().join('`, `')}\`.`;
    delete parameter.example;
  }
  return { ...contract, servers: [{ url: placeholder }] };
}

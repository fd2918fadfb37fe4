/** Stands for the base URL in the contract that Swagger UI gets; each request has it replaced. */
export const placeholder = 'https://base-url.invalid';

/**
 * The contract as the console needs it. Swagger UI fills a parameter's example in, also where the parameter may be
 * left out: the first try of a list would filter by everything at once, and a create repeat somebody's key. So the
 * example of an optional parameter is told in its description, and its field starts empty.
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

// Swagger UI as the form of one operation: parameters, body and response. The page documents everything else.
import { fixAccessibility } from './accessibility-fixes.js';
import { focusBaseUrl, contractUrl, followSettings, settings } from './console-form.js';
import { loadSwaggerUi } from './swagger-ui.js';

/**
 * @typedef {{ description?: string, required?: boolean, example?: unknown, examples?: unknown }} Parameter
 * @typedef {{ operationId?: string, parameters?: Parameter[] }} Operation
 * @typedef {{ security: object[], paths: Record<string, Record<string, Operation>>,
 *   components: { parameters?: Record<string, Parameter> } }} Contract
 */

/** The server URL in the contract that is passed to Swagger UI. Each request replaces it with the base URL. */
const placeholder = 'https://base-url.invalid';

const dark = matchMedia('(prefers-color-scheme: dark)');
const followColorScheme = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', followColorScheme);
followColorScheme();

const [SwaggerUIBundle, contract] = await Promise.all([loadSwaggerUi(), loadContract()]);
const bearerScheme = Object.keys(contract.security[0] ?? {})[0] ?? '';

/**
 * Renders the form of an operation into an element.
 *
 * @param {string} operationId
 * @param {HTMLElement} box
 */
export async function tryOperation(operationId, box) {
  await new Promise((resolve) => {
    box.replaceChildren();
    const ui = SwaggerUIBundle({
      spec: withOnly(operationId),
      domNode: box,
      layout: 'OperationLayout',
      docExpansion: 'full',
      tryItOutEnabled: true,
      displayRequestDuration: true,
      syntaxHighlight: { theme: dark.matches ? 'nord' : 'idea' },
      validatorUrl: null,
      presets: [SwaggerUIBundle.presets.apis],
      plugins: [
        { components: { OperationLayout }, wrapComponents: { responses: showOnlyResponse, curl: hide } },
      ],
      requestInterceptor: sendToBaseUrl,
      onComplete: () => {
        followSettings(() => {
          if (settings.token === '') ui.authActions.logout([bearerScheme]);
          else ui.preauthorizeApiKey(bearerScheme, settings.token);
        });
        resolve(undefined);
      },
    });
  });
  fixAccessibility(box);
}

async function loadContract() {
  const response = await fetch(contractUrl);
  if (!response.ok) throw new Error(`${response.url} returned ${response.status}`);
  /** @type {unknown} */
  const loaded = await response.json();
  return /** @type {Contract} */ (loaded);
}

/**
 * The contract with one operation, without the examples of optional parameters. Swagger UI would fill them in, so the
 * first request would use all filters at once.
 *
 * @param {string} operationId
 */
function withOnly(operationId) {
  const copy = structuredClone(contract);
  const [path, item] = Object.entries(copy.paths).find(([, operations]) =>
    Object.values(operations).some((operation) => operation.operationId === operationId),
  ) ?? ['', {}];
  const kept = Object.entries(item).filter(
    ([, operation]) => Array.isArray(operation) || operation.operationId === operationId,
  );
  const parameters = [
    ...Object.values(copy.components.parameters ?? {}),
    ...kept.flatMap(([, operation]) => operation.parameters ?? []),
  ];
  for (const parameter of parameters) {
    if (parameter.required) continue;
    delete parameter.example;
    delete parameter.examples;
  }
  return { ...copy, servers: [{ url: placeholder }], paths: { [path]: Object.fromEntries(kept) } };
}

/** @param {import('./swagger-ui.js').System} system */
function OperationLayout({ React, getComponent }) {
  return React.createElement(
    'div',
    { className: 'swagger-ui' },
    React.createElement(getComponent('operations', true)),
  );
}

/**
 * Shows only the response to the request, because the page already lists the documented responses.
 *
 * @param {unknown} _original
 * @param {import('./swagger-ui.js').System} system
 */
function showOnlyResponse(_original, { React, getComponent }) {
  return (/** @type {{ tryItOutResponse?: unknown }} */ properties) => {
    if (!properties.tryItOutResponse) return null;
    const response = { ...properties, response: properties.tryItOutResponse };
    return React.createElement(
      'div',
      { className: 'responses-inner' },
      React.createElement(getComponent('liveResponse', true), response),
    );
  };
}

/** Hides Swagger UI's curl command, because it contains the token, and the page already has a sample for curl. */
function hide() {
  return () => null;
}

/**
 * Sends the request to the base URL. Swagger UI displays the request that this function returns, so if there is no base
 * URL, the request fails later, in `userFetch`.
 *
 * @param {{ url: string, userFetch?: () => Promise<never> }} request
 */
function sendToBaseUrl(request) {
  if (!request.url.startsWith(placeholder)) return request;
  request.url = (settings.baseUrl ?? '') + request.url.slice(placeholder.length);
  if (settings.baseUrl === undefined) {
    focusBaseUrl();
    request.userFetch = () => Promise.reject(new Error('Enter the base URL of the API first.'));
  }
  return request;
}

// Code samples for an operation, generated from the contract's examples. The tests run each of them against the
// service.
import type { Operation } from '../../contract/operation.ts';
import { isPlainObject, resolve } from '../../contract/reference.ts';
import type { Json, JsonObject } from '../../contract/reference.ts';
import { object, text } from './json.ts';

/** The base URL in the samples. The reference replaces it with the one that the reader has entered. */
export const sampleBaseUrl = 'http://127.0.0.1:5000';

/** The typed client's package, and the function in it that creates a client. */
const client = { packageName: 'task-manager-client', create: 'createTaskClient' };

/** The languages of the samples, in the order in which the page lists them. */
export const languages = [
  { id: 'curl', label: 'curl', fence: 'sh' },
  { id: 'fetch', label: 'fetch', fence: 'js' },
  { id: 'client', label: 'Typed client', fence: 'ts' },
  { id: 'python', label: 'Python', fence: 'python' },
] as const;

/** The id of a language. */
export type Language = (typeof languages)[number]['id'];

/** A request that the contract documents, ready to be written in any language. */
interface SampleRequest {
  readonly method: string;
  readonly template: string;
  readonly params: Readonly<Record<string, Json>>;
  readonly query: Readonly<Record<string, Json>>;
  /** The path and the query string. */
  readonly target: string;
  readonly needsToken: boolean;
  readonly body: { readonly mediaType: string; readonly value: Json } | undefined;
  /** What a successful response contains. */
  readonly response: 'json' | 'text' | 'nothing';
}

/** Returns a sample for each language. The samples read the token from the environment variable `TOKEN`. */
export function samplesOf(document: JsonObject, operation: Operation): Readonly<Record<Language, string>> {
  const request = sampleRequest(document, operation);
  return { curl: curl(request), fetch: fetch(request), client: typed(request), python: python(request) };
}

/** Returns the first example of the successful response. Undefined if that response has no body or no example. */
export function exampleResponse(document: JsonObject, { responses }: Operation): Json | undefined {
  const [, success] = [...responses].find(([status]) => status.startsWith('2')) ?? [];
  const [media] = Object.values(object(success?.['content']));
  return firstExample(document, object(media));
}

function sampleRequest(document: JsonObject, operation: Operation): SampleRequest {
  const {
    method,
    path,
    access,
    responseTypes: [responseType],
  } = operation;
  const item = object(object(document['paths'])[path]);
  const source = object(item[method.toLowerCase()]);
  const parameters = [item['parameters'] ?? [], source['parameters'] ?? []]
    .flat()
    .map((parameter) => resolve(document, parameter));
  const inSample = parameters.filter(
    (parameter) => parameter['required'] === true || parameter['x-sample'] === true,
  );
  const valuesIn = (location: string): Record<string, Json> =>
    Object.fromEntries(
      inSample
        .filter((parameter) => parameter['in'] === location)
        .map((parameter) => [text(parameter['name']), firstExample(document, parameter) ?? '']),
    );
  const params = valuesIn('path');
  const query = valuesIn('query');
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, text(one)])),
  ).toString();
  const filled = path.replaceAll(/\{(\w+)\}/g, (_match, name: string) =>
    encodeURIComponent(text(params[name])),
  );
  return {
    ...{ method, template: path, params, query },
    target: filled + (search === '' ? '' : `?${search}`),
    needsToken: access.kind === 'user',
    body: sampleBody(document, source['requestBody']),
    response: responseType === undefined ? 'nothing' : /[/+]json\b/.test(responseType) ? 'json' : 'text',
  };
}

function sampleBody(document: JsonObject, reference: Json | undefined): SampleRequest['body'] {
  if (reference === undefined) return undefined;
  const [[mediaType, media] = []] = Object.entries(object(resolve(document, reference)['content']));
  if (mediaType === undefined) return undefined;
  return { mediaType, value: firstExample(document, object(media)) ?? {} };
}

/** The value of `example`, or of the first of `examples`. */
function firstExample(document: JsonObject, { example, examples }: JsonObject): Json | undefined {
  if (example !== undefined) return example;
  const [first] = Object.values(object(examples));
  return first === undefined ? undefined : resolve(document, first)['value'];
}

function curl({ method, target, needsToken, body }: SampleRequest): string {
  const options = [
    ...(method === 'GET' || (method === 'POST' && body !== undefined) ? [] : [`--request ${method}`]),
    ...(needsToken ? ['--header "Authorization: Bearer $TOKEN"'] : []),
    ...(body === undefined
      ? []
      : [`--header 'Content-Type: ${body.mediaType}'`, `--data ${inShell(pretty(body.value))}`]),
  ];
  return [`curl ${inShell(sampleBaseUrl + target)}`, ...options].join(' \\\n  ');
}

const inShell = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

function fetch({ method, target, needsToken, body, response }: SampleRequest): string {
  const headers = [
    ...(needsToken ? ['    Authorization: `Bearer ${process.env.TOKEN}`,'] : []),
    ...(body === undefined ? [] : [`    'Content-Type': '${body.mediaType}',`]),
  ];
  const options = [
    ...(method === 'GET' ? [] : [`  method: '${method}',`]),
    ...(headers.length === 0 ? [] : ['  headers: {', ...headers, '  },']),
    ...(body === undefined ? [] : [`  body: JSON.stringify(${javaScript(body.value, '  ')}),`]),
  ];
  const second = options.length === 0 ? '' : `, {\n${options.join('\n')}\n}`;
  const read = { json: ', await response.json()', text: ', await response.text()', nothing: '' }[response];
  return [
    `const response = await fetch(${quote(sampleBaseUrl + target)}${second});`,
    `console.log(response.status${read});`,
  ].join('\n');
}

function typed({ method, template, params, query, body, response }: SampleRequest): string {
  const given = Object.entries({ path: params, query }).filter(
    ([, values]) => Object.keys(values).length > 0,
  );
  const options = [
    ...(given.length === 0 ? [] : [`  params: ${javaScript(Object.fromEntries(given), '  ')},`]),
    ...(body === undefined ? [] : [`  body: ${javaScript(body.value, '  ')},`]),
    ...(response === 'text' ? ["  parseAs: 'text',"] : []),
  ];
  const second = options.length === 0 ? '' : `, {\n${options.join('\n')}\n}`;
  const call = `await client.${method}(${quote(template)}${second});`;
  return [
    `import { ${client.create} } from '${client.packageName}';`,
    '',
    `const client = ${client.create}({`,
    `  baseUrl: '${sampleBaseUrl}',`,
    "  token: process.env.TOKEN ?? '',",
    '});',
    ...(response === 'nothing'
      ? [`const { error, response } = ${call}`, 'console.log(response.status, error);']
      : [`const { data, error } = ${call}`, 'console.log(data ?? error);']),
  ].join('\n');
}

function python({ method, target, needsToken, body, response }: SampleRequest): string {
  const headers = [
    ...(needsToken ? ['        "Authorization": f"Bearer {os.environ[\'TOKEN\']}",'] : []),
    ...(body === undefined ? [] : [`        "Content-Type": "${body.mediaType}",`]),
  ];
  const modules = [
    ...(body !== undefined || response === 'json' ? ['json'] : []),
    ...(needsToken ? ['os'] : []),
  ];
  const read = { json: ', json.load(response)', text: ', response.read().decode()', nothing: '' }[response];
  return [
    ...modules.map((name) => `import ${name}`),
    'from urllib.request import Request, urlopen',
    '',
    'request = Request(',
    `    ${JSON.stringify(sampleBaseUrl + target)},`,
    ...(method === 'GET' ? [] : [`    method="${method}",`]),
    ...(headers.length === 0 ? [] : ['    headers={', ...headers, '    },']),
    ...(body === undefined ? [] : [`    data=json.dumps(${pythonValue(body.value, '    ')}).encode(),`]),
    ')',
    'with urlopen(request) as response:',
    `    print(response.status${read})`,
  ].join('\n');
}

const pretty = (value: Json): string => JSON.stringify(value, undefined, 2);

const quote = (text: string): string =>
  text.includes("'") || text.includes('\\') ? JSON.stringify(text) : `'${text}'`;

/** Formats a value as a JavaScript literal, with quotes and commas as Prettier writes them. */
function javaScript(value: Json, indent: string): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map((one: Json) => javaScript(one, indent)).join(', ')}]`;
  if (!isPlainObject(value)) return text(value);
  const members = Object.entries(value).map(([name, one]) => {
    const key = /^[a-z_$][\w$]*$/i.test(name) ? name : quote(name);
    return `${indent}  ${key}: ${javaScript(one, `${indent}  `)},\n`;
  });
  return members.length === 0 ? '{}' : `{\n${members.join('')}${indent}}`;
}

/** Formats a value as a Python literal. */
function pythonValue(value: Json, indent: string): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map((one: Json) => pythonValue(one, indent)).join(', ')}]`;
  if (!isPlainObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, one]) => `${indent}    ${JSON.stringify(name)}: ${pythonValue(one, `${indent}    `)},\n`,
  );
  return members.length === 0 ? '{}' : `{\n${members.join('')}${indent}}`;
}

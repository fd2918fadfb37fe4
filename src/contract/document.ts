// The contract at run time: openapi.yaml, read once. Every other module reads the API from here.
import { readFileSync } from 'node:fs';
import { JSON_SCHEMA, load, YAMLException } from 'js-yaml';
import { readOperations } from './operation.ts';
import type { Operation } from './operation.ts';
import type { JsonObject } from './reference.ts';
import { readRoutes } from './routes.ts';
import type { RouteTable } from './routes.ts';
import { checkSupportedFeatures, ContractError } from './supported-features.ts';

/** The contract: its text, its parsed form, and its operations. */
export interface Contract {
  readonly yaml: string;
  readonly json: string;
  readonly document: JsonObject;
  readonly title: string;
  readonly version: string;
  readonly service: ServiceNames;
  readonly operations: readonly Operation[];
  readonly routes: RouteTable;
}

/** The names that the service uses beyond its API, from `info.x-service`. */
export interface ServiceNames {
  /** Identifies the service to other programs. Default: the title in lower case, with hyphens. */
  readonly name: string;
  /** The realm in `WWW-Authenticate` (RFC 9110, section 11.5). Default: the name. */
  readonly realm: string;
  /** The prefix of the metrics about requests, readiness and the build. Default: `api`. */
  readonly metricPrefix: string;
}

interface Info {
  readonly title: string;
  readonly version: string;
  readonly 'x-service'?: Partial<ServiceNames>;
}

/**
 * Loads the contract, by default the project's own. Throws if the file does not exist. Throws a `ContractError` that
 * names the location if the file is not YAML, or uses an OpenAPI feature that this runtime does not support.
 */
export function loadContract(file: URL | string = new URL('../../openapi.yaml', import.meta.url)): Contract {
  const yaml = readFileSync(file, 'utf8');
  const document = parse(yaml);
  const json = JSON.stringify(document);
  checkSupportedFeatures(document);
  const { title, version, 'x-service': names } = document['info'] as unknown as Info;
  const operations = readOperations(document);
  return {
    yaml,
    json,
    document,
    title,
    version,
    service: readNames(names ?? {}, title),
    operations,
    routes: readRoutes(operations),
  };
}

function parse(yaml: string): JsonObject {
  let document: unknown;
  try {
    document = load(yaml, { schema: JSON_SCHEMA });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    // The message contains the line number. The exception also contains the whole file, which Node would print.
    throw new ContractError(`The contract is not valid YAML: ${error.message}`);
  }
  if (typeof document !== 'object' || document === null)
    throw new ContractError('The contract is not an object');
  return document as JsonObject;
}

function readNames({ name, realm, metricPrefix }: Partial<ServiceNames>, title: string): ServiceNames {
  const ownName = name ?? title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return { name: ownName, realm: realm ?? ownName, metricPrefix: metricPrefix ?? 'api' };
}

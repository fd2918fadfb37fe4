// Writes the guide to the workflows in docs/workflows.arazzo.yaml.
import type { Contract } from '../../src/contract/document.ts';

interface Step {
  readonly description: string;
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly value: unknown }[];
  readonly requestBody?: { readonly contentType: string; readonly payload: unknown };
  readonly successCriteria: readonly { readonly condition: string }[];
}

/** The parts of an Arazzo document that the page shows. */
export interface Arazzo {
  readonly workflows: readonly {
    readonly summary: string;
    readonly description: string;
    readonly steps: readonly Step[];
  }[];
}

const head = `<!-- Written by \`npm run generate\` from docs/workflows.arazzo.yaml. Do not edit. -->

# Workflows

Common tasks as sequences of requests, from [\`workflows.arazzo.yaml\`](../workflows.arazzo.yaml), an
[Arazzo](https://spec.openapis.org/arazzo/latest.html) document that tools can run. The tests run it against the service:

\`\`\`sh
npx redocly respect docs/workflows.arazzo.yaml -S tasks=http://127.0.0.1:5000 -i "token=$TOKEN" -i "idempotencyKey=\\"$(uuidgen)\\""
\`\`\`

The contract's examples as requests for editors are in [\`generated/tasks.http\`](../../generated/tasks.http).
`;

/** The text of the page. Throws if a step names an operation that the contract does not have. */
export function workflowsPage({ workflows }: Arazzo, { operations }: Contract): string {
  const requestOf = (step: Step): string => {
    const operation = operations.find(({ id }) => id === step.operationId);
    if (operation === undefined)
      throw new Error(
        `docs/workflows.arazzo.yaml names the operation ${step.operationId}, which openapi.yaml does not define`,
      );
    return `\`${operation.method} ${operation.path}\``;
  };
  const sections = workflows.map(({ summary, description, steps }) => {
    const items = steps.map(
      (step, n) =>
        `${n + 1}. ${step.description} ${requestOf(step)}${inputOf(step)} returns ${conditionsOf(step).join(', ')}.`,
    );
    return `## ${summary}\n\n${description}\n\n${items.join('\n')}\n`;
  });
  return [head, ...sections].join('\n');
}

/** The parameters and the body of a step. */
function inputOf({ parameters = [], requestBody }: Step): string {
  const parts = [
    ...parameters
      .filter((parameter) => parameter.in !== 'path')
      .map(({ name, value }) => `\`${name}: ${readable(value)}\``),
    ...(requestBody ? [`\`${JSON.stringify(requestBody.payload)}\``] : []),
  ];
  return parts.length > 0 ? ` with ${parts.join(', ')}` : '';
}

/** The expected status and the other success conditions. */
function conditionsOf({ successCriteria }: Step): string[] {
  return successCriteria.map(({ condition }) => {
    const [, status] = /^\$statusCode == (\d+)$/.exec(condition) ?? [];
    return status ?? `\`${readable(condition)}\``;
  });
}

/** `$response.body#/items/0/id` → `items/0/id`, `$steps.create.outputs.taskId` → `create.taskId`. */
function readable(value: unknown): string {
  return String(value)
    .replaceAll('$response.body#/', '')
    .replaceAll(/\$steps\.(\w+)\.outputs\.(\w+)/g, '$1.$2')
    .replaceAll('$inputs.', '');
}

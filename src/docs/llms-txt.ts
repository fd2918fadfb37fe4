// The documentation in Markdown, for language models and other programs that read text (https://llmstxt.org).
import type { GuideEntry } from './guides/guides.ts';
import { describeProblems } from './problem-descriptions.ts';
import type { DocumentedContract } from './problem-descriptions.ts';
import { readIntroduction } from './reference/introduction.ts';
import { operationMarkdown } from './reference/operation-markdown.ts';
import { languages, samplesOf } from './reference/samples.ts';
import { schemaSections } from './reference/schema-sections.ts';
import { operationsByTag } from './reference/tags.ts';

/** `/llms.txt`: what the API is, and links to everything else, relative to its own address. */
export function llmsText(contract: DocumentedContract, guides: readonly GuideEntry[]): string {
  const { summary, lead } = readIntroduction(contract.document);
  const operations = contract.operations.map(
    ({ method, path, summary: title }) => `- \`${method} ${path}\`: ${title}`,
  );
  return [
    `# ${contract.title}`,
    `> ${summary}`,
    lead,
    '## Reference',
    [
      '- [Full reference](llms-full.txt): conventions, operations with code samples, schemas and problems',
      '- [openapi.yaml](openapi.yaml): the contract',
      '- [openapi.json](openapi.json): the same as JSON',
    ].join('\n'),
    '## Operations',
    operations.join('\n'),
    ...(guides.length === 0
      ? []
      : ['## Guides', guides.map(({ title, source }) => `- [${title}](${source})`).join('\n')]),
    '',
  ].join('\n\n');
}

/** `/llms-full.txt`: the whole reference. */
export function llmsFullText(contract: DocumentedContract): string {
  const { document } = contract;
  const { summary, lead, conventions, version } = readIntroduction(document);
  return [
    `# ${contract.title} ${version}`,
    `> ${summary}`,
    lead,
    '## Conventions',
    conventions,
    ...operationsByTag(contract).flatMap(({ name, description, operations }) => [
      `## ${name}`,
      description,
      ...operations.flatMap((operation) => {
        const samples = samplesOf(document, operation);
        return [
          `### ${operation.summary}`,
          `\`${operation.method} ${operation.path}\` (\`${operation.id}\`)`,
          operationMarkdown(document, operation),
          '#### Samples',
          ...languages.map(({ id, fence }) => `\`\`\`${fence}\n${samples[id]}\n\`\`\``),
        ];
      }),
    ]),
    '## Schemas',
    ...schemaSections(document).flatMap(({ name, markdown }) => [`### ${name}`, markdown]),
    '## Problems',
    ...describeProblems(contract).flatMap(({ title, type, status, description }) => [
      `### ${title}`,
      `\`${type}\`, status ${status}`,
      description.trim(),
    ]),
    '',
  ]
    .join('\n\n')
    .replaceAll('](problems#', '](docs/problems#');
}

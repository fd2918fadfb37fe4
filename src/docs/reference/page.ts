import type { Json, JsonObject } from '../../contract/reference.ts';
import type { Operation } from '../../contract/operation.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { PageLink } from '../guides/guides.ts';
import { layout } from '../layout.ts';
import { anchorLink, renderMarkdown } from '../markdown.ts';
import type { PageLinks } from '../page-links.ts';
import type { DocumentedContract } from '../problem-descriptions.ts';
import { consoleForm } from './console-form.ts';
import { readIntroduction } from './introduction.ts';
import { operationMarkdown } from './operation-markdown.ts';
import { exampleResponse, languages, samplesOf } from './samples.ts';
import { schemaSections } from './schema-sections.ts';
import { operationsByTag } from './tags.ts';
import { schemaAnchor } from './schema-text.ts';

/** The reference: every operation with its code samples, and a form to try it. Further pages are listed beside it. */
export function referencePage(
  contract: DocumentedContract,
  links: PageLinks,
  { guides, files }: { readonly guides: readonly PageLink[]; readonly files: readonly PageLink[] },
): string {
  const { document } = contract;
  const introduction = readIntroduction(document);
  const conventions = renderMarkdown(introduction.conventions);
  const schemas = schemaSections(document);
  const tags = operationsByTag(contract);
  const text = (markdown: string, anchorPrefix = '') =>
    renderMarkdown(markdown, {
      anchorPrefix,
      linkTarget: (href) => href.replace(/^problems(?=#)/, links.problems),
    }).body;

  const head = html`<link rel="stylesheet" href="${links.assets}reference.css" />
    <script src="${links.assets}reference.js" type="module"></script>`;

  const content = html`<div id="content" class="reference">
    <button type="button" class="open-contents" popovertarget="contents">Contents and search</button>
    <nav id="contents" class="contents" aria-label="Reference" popover>
      <input id="search" type="search" placeholder="Search ( / )" aria-label="Search the reference" hidden />
      <p id="search-status" role="status"></p>
      ${tags.map(({ name, operations }) => group(name, operations.map(operationLink)))}
      ${group(
        'Conventions',
        conventions.headings.map(({ anchor, text: title }) => html`<a href="#${anchor}">${title}</a>`),
      )}
      ${group(
        'Schemas',
        schemas.map(({ name }) => html`<a href="#${schemaAnchor(name)}">${name}</a>`),
      )}
      ${group(
        'Guides',
        guides.map(({ title, href }) => html`<a href="${href}">${title}</a>`),
      )}
      ${group('For tools', [
        html`<a href="${links.root}openapi.yaml" download>openapi.yaml</a>`,
        html`<a href="${links.root}openapi.json" download>openapi.json</a>`,
        html`<a href="${links.root}llms.txt">llms.txt</a>`,
        html`<a href="${links.root}llms-full.txt">llms-full.txt</a>`,
        ...files.map(({ title, href }) => html`<a href="${href}">${title}</a>`),
      ])}
    </nav>
    <main>
      <h1>${contract.title} <small>${introduction.version}</small></h1>
      <div class="prose lead"><p>${introduction.summary}</p></div>
      ${consoleForm(links)}
      ${tags.map(
        ({ name, description, operations }) =>
          html`<section class="tag">
            <div class="prose">
              <h2 id="tag-${name}">${name} ${anchorLink(`tag-${name}`, name)}</h2>
              ${text(description)}
            </div>
            ${operations.map((operation) => operationSection(document, operation, text))}
          </section>`,
      )}
      <section class="prose conventions">
        <h2 id="conventions">Conventions ${anchorLink('conventions', 'Conventions')}</h2>
        ${text(introduction.lead)} ${conventions.body}
      </section>
      <section class="prose schemas">
        <h2 id="schemas">Schemas ${anchorLink('schemas', 'Schemas')}</h2>
        ${schemas.map(
          ({ name, markdown }) =>
            html`<section id="${schemaAnchor(name)}">
              <h3>${name} ${anchorLink(schemaAnchor(name), name)}</h3>
              ${text(markdown)}
            </section>`,
        )}
      </section>
    </main>
  </div>`;

  return layout({ title: 'Reference', section: 'reference', head, content }, contract, links);
}

function group(name: string, entries: readonly Html[]): Html {
  if (entries.length === 0) return html``;
  return html`<div class="group">
    <p class="title">${name}</p>
    <ul aria-label="${name}">
      ${entries.map((entry) => html`<li>${entry}</li>`)}
    </ul>
  </div>`;
}

const operationLink = ({ id, method, summary }: Operation): Html =>
  html`<a href="#${id}"><span class="method ${method.toLowerCase()}">${method}</span> ${summary}</a>`;

function operationSection(
  document: JsonObject,
  operation: Operation,
  text: (markdown: string, anchorPrefix: string) => Html,
): Html {
  const { id, method, path, summary } = operation;
  const samples = samplesOf(document, operation);
  return html`<section class="operation" id="${id}" aria-labelledby="title-${id}">
    <div class="head">
      <h3 id="title-${id}">${summary} ${anchorLink(id, summary)}</h3>
      <p class="endpoint">
        <span class="method ${method.toLowerCase()}">${method}</span> <code>${path}</code>
      </p>
      <button
        type="button"
        class="try"
        data-try="${id}"
        aria-expanded="false"
        aria-controls="try-${id}"
        hidden
      >
        Try it
      </button>
    </div>
    <div class="try-it" id="try-${id}" hidden></div>
    <div class="details prose">${text(operationMarkdown(document, operation), `${id}-`)}</div>
    <div class="examples prose">
      <div class="languages" role="group" aria-label="Language of the samples">
        ${languages.map(
          ({ id: language, label }) =>
            html`<button
              type="button"
              data-language="${language}"
              aria-pressed="${String(language === 'curl')}"
            >
              ${label}
            </button>`,
        )}
      </div>
      ${languages.map(
        ({ id: language }) =>
          html`<div class="sample" data-language="${language}">
            <pre tabindex="0"><code>${samples[language]}</code></pre>
          </div>`,
      )}
      ${exampleFigure(exampleResponse(document, operation))}
    </div>
  </section>`;
}

function exampleFigure(example: Json | undefined): Html | undefined {
  if (example === undefined) return undefined;
  const body = typeof example === 'string' ? example.trimEnd() : JSON.stringify(example, undefined, 2);
  return html`<figure class="response">
    <figcaption>Response</figcaption>
    <pre tabindex="0"><code>${body}</code></pre>
  </figure>`;
}

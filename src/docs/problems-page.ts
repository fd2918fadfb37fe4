import { html } from './html.ts';
import type { Html } from './html.ts';
import { layout } from './layout.ts';
import { renderMarkdown } from './markdown.ts';
import { operationAnchor } from './open-api.ts';
import type { Example, OpenApi } from './open-api.ts';
import type { Place } from './page-links.ts';
import { problemTypes } from './problem-types.ts';
import type { ProblemType } from './problem-types.ts';

/** The page that the `type` of every problem leads to: an anchor for each, with what it means and what to do. */
export function problemsPage(document: OpenApi, place: Place): string {
  const problems = problemTypes(document);
  const content = html`<main id="content" class="prose problems">
    <h1>Problems</h1>
    <p class="lead">
      Every error is an <code>application/problem+json</code>, as
      <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a> has it. Decide by <code>type</code>, which
      never changes; show <code>detail</code> to people; quote <code>requestId</code> when you ask for help.
    </p>
    <nav class="contents" aria-label="Problem types">
      <ol>
        ${problems.map(
          ({ slug, status, title }) =>
            html`<li>
              <a href="#${slug}"><span class="status">${status}</span> ${title}</a>
            </li>`,
        )}
      </ol>
    </nav>
    ${problems.map((problem) => section(problem, place))}
  </main>`;
  return layout({ title: 'Problems', section: 'problems', content }, document, place);
}

function section(
  { slug, type, title, status, description, operations, examples }: ProblemType,
  place: Place,
): Html {
  const [first, ...others] = examples;
  return html`<section id="${slug}" aria-labelledby="${slug}-title">
    <h2 id="${slug}-title">
      <span class="status">${status}</span> ${title}
      <a class="anchor" href="#${slug}" aria-label="Link to ${title}">#</a>
    </h2>
    <p class="type"><code>${type}</code></p>
    ${renderMarkdown(description).body}
    <h3>Answered by</h3>
    ${
      operations.length === 0
        ? html`<p>No operation: it is answered before one is found, or in its place.</p>`
        : html`<ul class="operations">
            ${operations.map(
              (operation) =>
                html`<li>
                  <a href="${place.reference}${operationAnchor(operation)}" title="${operation.summary}"
                    ><span class="method">${operation.method}</span> ${operation.path}</a
                  >
                </li>`,
            )}
          </ul>`
    }
    <h3>Example</h3>
    ${first === undefined ? undefined : figure(first)}
    ${
      others.length === 0
        ? undefined
        : html`<details>
            <summary>${others.length} more</summary>
            ${others.map(figure)}
          </details>`
    }
  </section>`;
}

const figure = ({ summary, value }: Example): Html =>
  html`<figure>
    ${summary === undefined ? undefined : html`<figcaption>${summary}</figcaption>`}
    <pre tabindex="0"><code>${JSON.stringify(value, undefined, 2)}</code></pre>
  </figure>`;

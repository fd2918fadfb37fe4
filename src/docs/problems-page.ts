import { html } from './html.ts';
import type { Html } from './html.ts';
import { layout } from './layout.ts';
import { anchorLink, renderMarkdown } from './markdown.ts';
import { operationAnchor } from './operation-anchor.ts';
import type { PageLinks } from './page-links.ts';
import { describeProblems } from './problem-descriptions.ts';
import type { DocumentedContract, ProblemDescription, ProblemExample } from './problem-descriptions.ts';

/** The page that every problem's `type` links to, with a section for each problem type. */
export function problemsPage(contract: DocumentedContract, links: PageLinks): string {
  const problems = describeProblems(contract);
  const content = html`<main id="content" class="prose problems">
    <h1>Problems</h1>
    <p class="lead">
      Every error is an <code>application/problem+json</code> document (<a
        href="https://www.rfc-editor.org/rfc/rfc9457"
        >RFC 9457</a
      >). Match on <code>type</code>, which never changes. Show <code>detail</code> to users. Quote
      <code>requestId</code> when you ask for help.
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
    ${problems.map((problem) => section(problem, links))}
  </main>`;
  return layout({ title: 'Problems', section: 'problems', content }, contract, links);
}

function section(
  { slug, type, title, status, description, operations, examples }: ProblemDescription,
  links: PageLinks,
): Html {
  const [first, ...others] = examples;
  return html`<section id="${slug}" aria-labelledby="${slug}-title">
    <h2 id="${slug}-title"><span class="status">${status}</span> ${title} ${anchorLink(slug, title)}</h2>
    <p class="type"><code>${type}</code></p>
    ${renderMarkdown(description).body}
    <h3>Returned by</h3>
    ${
      operations.length === 0
        ? html`<p>No operation: the service returns this problem before it has determined the operation.</p>`
        : html`<ul class="operations">
            ${operations.map(
              (operation) =>
                html`<li>
                  <a href="${links.reference}${operationAnchor(operation)}" title="${operation.summary}"
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

const figure = ({ summary, value }: ProblemExample): Html =>
  html`<figure>
    ${summary === undefined ? undefined : html`<figcaption>${summary}</figcaption>`}
    <pre tabindex="0"><code>${JSON.stringify(value, undefined, 2)}</code></pre>
  </figure>`;

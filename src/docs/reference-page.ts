import { html } from './html.ts';
import { layout } from './layout.ts';
import type { PageLinks } from './page-links.ts';

/** The interactive reference: Swagger UI, and a form for the base URL and the token. */
export function referencePage(contract: { readonly title: string }, links: PageLinks): string {
  const head = html`<link rel="stylesheet" href="${links.assets}reference.css" />
    <script src="${links.assets}swagger-ui-bundle.js" defer></script>
    <script src="${links.assets}reference.js" type="module"></script>`;

  const choices: readonly (readonly [name: string, baseUrl: string])[] =
    links.api === undefined
      ? [
          ['local service', 'http://127.0.0.1:5000'],
          ['local mock', 'http://127.0.0.1:4010'],
        ]
      : [
          ['this service', links.api],
          ['local mock', 'http://127.0.0.1:4010'],
        ];

  // Swagger UI renders the <main>. The form is hidden until the script has moved it above the operations.
  const content = html`<div id="content" class="reference">
    <form
      class="console"
      aria-label="Base URL and token"
      autocomplete="off"
      hidden
      data-contract="${links.json}"
      data-api="${links.api}"
    >
      <div class="field">
        <label for="base-url">Base URL</label>
        <span class="choices"
          >${choices.map(([name, baseUrl]) => html`<button type="button" data-base-url="${baseUrl}">${name}</button>`)}</span
        >
        <input
          id="base-url"
          type="url"
          inputmode="url"
          spellcheck="false"
          autocapitalize="none"
          placeholder="https://api.example.com"
          aria-describedby="console-status"
        />
      </div>
      <div class="field">
        <label for="token">Bearer token</label>
        <span class="choices"><button type="button" data-forget>clear both</button></span>
        <input
          id="token"
          type="text"
          class="secret"
          spellcheck="false"
          autocapitalize="none"
          placeholder="eyJ…"
          aria-describedby="console-status"
        />
      </div>
      <p id="console-status" role="status"></p>
    </form>
    <div id="swagger-ui"><p>The reference is loading.</p></div>
    <noscript
      ><p>
        The reference requires JavaScript. <a href="${links.yaml}">The contract</a> and
        <a href="${links.problems}">the problem types</a> do not.
      </p></noscript
    >
  </div>`;

  return layout({ title: 'Reference', section: 'reference', head, content }, contract, links);
}

import { html } from './html.ts';
import { layout } from './layout.ts';
import type { OpenApi } from './open-api.ts';
import type { Place } from './page-links.ts';

/** The interactive reference: a form that says where to and as whom, and Swagger UI, which reads the contract itself. */
export function referencePage(document: OpenApi, place: Place): string {
  const head = html`<link rel="stylesheet" href="${place.assets}reference.css" />
    <script src="${place.assets}swagger-ui-bundle.js" defer></script>
    <script src="${place.assets}reference.js" type="module"></script>`;

  const choices: readonly (readonly [name: string, baseUrl: string])[] =
    place.api === undefined
      ? [
          ['local service', 'http://127.0.0.1:5000'],
          ['local mock', 'http://127.0.0.1:4010'],
        ]
      : [
          ['this service', place.api],
          ['local mock', 'http://127.0.0.1:4010'],
        ];

  // Swagger UI brings the <main>. The form waits, hidden, until the script has put it above the operations.
  const content = html`<div id="content" class="reference">
    <form
      class="console"
      aria-label="Where requests go, and as whom"
      autocomplete="off"
      hidden
      data-contract="${place.json}"
      data-api="${place.api}"
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
        <span class="choices"><button type="button" data-forget>forget both</button></span>
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
        The reference and its console need JavaScript. <a href="${place.yaml}">The contract</a> and
        <a href="${place.problems}">the problem types</a> do not.
      </p></noscript
    >
  </div>`;

  return layout({ title: 'Reference', section: 'reference', head, content }, document, place);
}

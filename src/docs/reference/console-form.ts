import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { PageLinks } from '../page-links.ts';

/** The form for the base URL and the token, which all operations use. Hidden until its script runs. */
export function consoleForm(links: PageLinks): Html {
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

  return html`<form
    class="console"
    aria-label="Base URL and token"
    autocomplete="off"
    hidden
    data-contract="${links.root}openapi.json"
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
  </form>`;
}

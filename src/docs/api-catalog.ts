// The catalog of the APIs on this host (RFC 9727), as a link set (RFC 9264). Its links are relative to
// `/.well-known/api-catalog`, so they work behind any gateway that preserves the end of the path.

/** The media type with the profile of RFC 9727, section 7.3. */
export const apiCatalogType = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"';

/** The catalog: one API, with its contract, its documentation and its status. */
export const apiCatalog = JSON.stringify({
  linkset: [
    {
      anchor: '../',
      'service-desc': [
        { href: '../openapi.yaml', type: 'application/yaml' },
        { href: '../openapi.json', type: 'application/json' },
      ],
      'service-doc': [
        { href: '../docs/', type: 'text/html' },
        { href: '../llms-full.txt', type: 'text/plain' },
      ],
      status: [{ href: '../health', type: 'application/json' }],
    },
  ],
});

import type { Scheme } from '../../src/docs/guides/diagrams.ts';

/** The colors of src/docs/browser/docs.css. */
const palettes = {
  light: { ground: '#ffffff', raised: '#f6f7f9', line: '#8a94a3', text: '#1d232b', quiet: '#596373' },
  dark: { ground: '#15181d', raised: '#1d2127', line: '#6b7684', text: '#e3e7ec', quiet: '#a3adba' },
} as const satisfies Record<Scheme, object>;

/** Mermaid's configuration. It matches the colors of the pages and gives the same result on every machine. */
export function mermaidConfig(scheme: Scheme): object {
  const { ground, raised, line, text, quiet } = palettes[scheme];
  return {
    startOnLoad: false,
    securityLevel: 'strict',
    deterministicIds: true,
    // Plain SVG text, since not all viewers show HTML in an SVG.
    htmlLabels: false,
    look: 'classic',
    theme: 'base',
    // The characters of these fonts have the same widths, so labels fit on every machine.
    fontFamily: 'Arial, Helvetica, "Liberation Sans", Arimo, sans-serif',
    themeVariables: {
      darkMode: scheme === 'dark',
      fontSize: '14px',
      fontFamily: 'Arial, Helvetica, "Liberation Sans", Arimo, sans-serif',
      background: ground,
      primaryColor: raised,
      primaryTextColor: text,
      primaryBorderColor: line,
      lineColor: quiet,
      textColor: text,
      edgeLabelBackground: ground,
      actorBkg: raised,
      actorBorder: line,
      actorTextColor: text,
      actorLineColor: line,
      signalColor: quiet,
      signalTextColor: text,
    },
    // Makes diagrams as narrow as they can be without becoming unreadable.
    flowchart: {
      minNodeWidth: 0,
      nodeSpacing: 24,
      rankSpacing: 40,
      padding: 12,
      wrappingWidth: 240,
      useMaxWidth: false,
    },
    sequence: { minNodeWidth: 0, width: 90, actorMargin: 24, mirrorActors: false, useMaxWidth: false },
    themeCSS: '.edgeLabel rect { opacity: 1 }',
  };
}

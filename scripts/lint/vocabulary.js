import vocabulary from './vocabulary.json' with { type: 'json' };

/** The banned terms of vocabulary.json, each with its replacement. */
const terms = vocabulary.map(([pattern = '', replacement = '']) => ({
  pattern: new RegExp(pattern.includes('(?=') ? pattern : `\\b(?:${pattern})\\b`, 'gi'),
  replacement,
}));

/** Matches any of the terms, so that one test is enough for most comments and strings. */
const anyTerm = new RegExp(terms.map(({ pattern }) => pattern.source).join('|'), 'i');

/** Words that are banned in identifiers. Identifiers are split at capitals, digits and underscores. */
const identifierWords = new Map([
  ...['fault', 'faults', 'faulty'].map((word) => /** @type {const} */ ([word, 'error'])),
  ...['moment', 'moments'].map((word) => /** @type {const} */ ([word, 'timestamp'])),
  ['particulars', 'details'],
  ['stretch', 'keyRange'],
  ['stretches', 'keyRanges'],
  ['nobody', 'no one'],
  ['somebody', 'someone'],
  ['contender', 'subject'],
  ['contenders', 'subjects'],
  ['tally', 'counts'],
  ['aftermath', 'logCheck'],
  ['keeper', 'supervisor'],
  ['victim', 'target'],
  ['victims', 'targets'],
  ['hurry', 'accelerate'],
  ['hurried', 'accelerated'],
  ['stranger', 'client'],
  ['portion', 'chunk'],
  ['portions', 'chunks'],
  ['sparing', 'throttled'],
  ['told', 'reported'],
  ['tells', 'reports'],
  ['says', 'states'],
  ['wants', 'requires'],
  ['aims', 'targets'],
  ['burden', 'overhead'],
]);
/** Prefixes that are banned in the names of bounds. */
const bounds = /^(?:most|longest|shortest|least|fewest)(?=[A-Z])/;

/**
 * Reports terms of vocabulary.json in comments and strings, and their equivalents in identifiers.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const vocabularyRule = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { term: 'Use "{{replacement}}" instead of "{{term}}".' },
  },
  create(context) {
    const { sourceCode } = context;
    const seen = new Set();

    /**
     * Code in backticks is exempt.
     *
     * @param {string} text
     * @param {import('eslint').Rule.Node['loc'] | null} loc
     */
    function checkText(text, loc) {
      if (!anyTerm.test(text)) return;
      const prose = text.replace(/`[^`]*`/g, '');
      for (const { pattern, replacement } of terms) {
        const [term] = prose.match(pattern) ?? [];
        if (term !== undefined && loc)
          context.report({ loc, messageId: 'term', data: { term, replacement } });
      }
    }

    /** @param {import('eslint').Rule.Node & { name: string }} node */
    function checkName(node) {
      if (seen.has(node.name)) return;
      seen.add(node.name);
      const report = (/** @type {string} */ term, /** @type {string} */ replacement) => {
        context.report({ node, messageId: 'term', data: { term, replacement } });
      };
      const [bound] = bounds.exec(node.name) ?? [];
      if (bound !== undefined) report(bound, bound === 'most' || bound === 'longest' ? 'max' : 'min');
      for (const word of node.name.split(/[_\d$]+|(?=[A-Z])/)) {
        const replacement = identifierWords.get(word.toLowerCase());
        if (replacement !== undefined) report(word, replacement);
      }
    }

    return {
      Program() {
        for (const { value, loc } of sourceCode.getAllComments()) checkText(value, loc);
      },
      Literal({ value, loc }) {
        if (typeof value === 'string') checkText(value, loc);
      },
      TemplateElement({ value, loc }) {
        checkText(value.raw, loc);
      },
      Identifier: checkName,
      PrivateIdentifier: checkName,
    };
  },
};

/** textlint checks Markdown, YAML, TOML, Python and shell. ESLint checks TypeScript against the same vocabulary. */
module.exports = {
  plugins: {
    '@textlint/text': { extensions: ['.txt', '.yaml', '.yml', '.toml', '.py', '.sh'] },
  },
  rules: {
    terminology: { defaultTerms: false, terms: require('./scripts/lint/vocabulary.json') },
  },
};

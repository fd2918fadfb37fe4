import { describe, test } from '@jest/globals';
import { RuleTester } from 'eslint';
import { vocabularyRule } from '../../../scripts/lint/vocabulary.js';

RuleTester.describe = describe;
RuleTester.it = test;

/** The error for a term in the first line of the code. */
const error = (term: string, replacement: string) => ({
  messageId: 'term',
  data: { term, replacement },
  line: 1,
});

new RuleTester().run('project/vocabulary', vocabularyRule, {
  valid: [
    { name: 'accepts plain comments', code: '// A validation error has a code.' },
    { name: 'accepts a term in backticks', code: '// `nobody` is a user in this example.' },
    { name: 'accepts a term as part of a word', code: '// The default momentum.' },
    {
      name: 'accepts a phrase that is a term only at the end of a clause',
      code: '// There is none of these.',
    },
    { name: 'accepts identifiers with other words', code: 'const mostly = maxErrors + defaultValue;' },
    { name: 'accepts regular expressions', code: 'const pattern = /nobody/;' },
  ],
  invalid: [
    {
      name: 'rejects a term in a line comment',
      code: '// A fault has a code.',
      errors: [error('fault', 'validation error')],
    },
    {
      name: 'rejects a term in a docstring',
      code: '/** Tells the client. */',
      errors: [error('Tells', 'reports')],
    },
    {
      name: 'rejects every term of a comment',
      code: '// Nobody has to be told.',
      errors: [error('Nobody', 'no one'), error('has to be', 'must be'), error('told', 'reported')],
    },
    {
      name: 'rejects a term at the end of a clause',
      code: '// An empty value counts as none, here.',
      errors: [error('as none', 'is unset')],
    },
    {
      name: 'rejects a term in a string',
      code: "log('The moment is over.');",
      errors: [error('moment', 'timestamp')],
    },
    {
      name: 'rejects a term in a template',
      code: 'log(`${name} wants a token.`);',
      errors: [error('wants', 'requires')],
    },
    {
      name: 'rejects a term in part of an identifier, once for each identifier',
      code: 'const faultCount = 1; log(faultCount);',
      errors: [error('fault', 'error')],
    },
    {
      name: 'rejects a term in a private identifier',
      code: 'class Log { #victim; }',
      errors: [error('victim', 'target')],
    },
    {
      name: 'rejects the prefixes of bounds',
      code: 'const sizes = { mostBytes, longestWait, fewestTasks };',
      errors: [error('most', 'max'), error('longest', 'max'), error('fewest', 'min')],
    },
  ],
});

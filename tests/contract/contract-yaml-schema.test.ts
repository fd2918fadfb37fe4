// Found by fuzzing: the contract declared a string as the response of /openapi.yaml. A client that parses a YAML response,
// as clients do with JSON, gets an object, so the contract was wrong.
import { expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { validatorAt } from '../support/contract.ts';
import { useServer } from '../support/use-server.ts';

const { send } = useServer();

test('matches the schema of the YAML contract, as text and parsed', async () => {
  const { text } = await send('GET', '/openapi.yaml', { as: null });
  const at = ['paths', '/openapi.yaml', 'get', 'responses', '200', 'content', 'application/yaml', 'schema'];
  const validate = validatorAt(...at);
  expect(validate(text)).toBe(true);
  expect(validate(load(text))).toBe(true);
  // Generators do not support a schema that accepts both the text and the parsed document, so the schema of the YAML
  // response has no constraints. The JSON response has a full schema.
  const validateDocument = validatorAt('components', 'schemas', 'ContractDocument');
  expect(validateDocument(load(text))).toBe(true);
  expect(validateDocument({ title: 'no contract' })).toBe(false);
});

// Oversized queries, and queries that other frameworks interpret differently.
import { describe, expect, test } from '@jest/globals';
import { contract } from '../../support/contract.ts';
import { resolveReference } from '../../support/resolve-reference.ts';
import { textFuzzers } from './fuzzers/text.ts';
import { newTask, sharedItems, validRequest } from './support/call.ts';
import { fieldsOf } from './support/fields.ts';
import { verdictOnParameter } from './support/oracle.ts';
import { useAttackedService } from './support/attacked-service.ts';

const service = useAttackedService();
const idFor = sharedItems(service);

const listTasks = contract.operations.find(({ id }) => id === 'listTasks')!;
const query = fieldsOf(listTasks).filter((field) => field.in === 'query');

describe.each(contract.operations)('$id', (operation) => {
  const ask = async (added: string) => {
    const call = validRequest(operation, await idFor(operation));
    return await service.fire({ ...call, target: `${call.target}?${added}` });
  };

  test('reports a hundred of a thousand unknown parameters', async () => {
    const { status, body } = await ask(Array.from({ length: 1000 }, (_, n) => `p${n}=${n}`).join('&'));
    expect([status, body.errors.length]).toEqual([422, 100]);
  });

  test('reports an unknown parameter once if it is repeated a thousand times', async () => {
    const { status, body } = await ask(Array.from({ length: 1000 }, (_, n) => `same=${n}`).join('&'));
    expect([status, body.errors.length]).toEqual([422, 1]);
  });

  test.each([100, 5000, 15_000])('rejects an unknown parameter of %d characters', async (length) => {
    expect((await ask(`x=${'y'.repeat(length)}`)).status).toBe(422);
    expect((await ask(`${'x'.repeat(length)}=y`)).status).toBe(422);
  });

  test.each([
    'a[]=1',
    'a[b]=1',
    'a[__proto__][b]=1',
    'a.b=1',
    'a=1;b=2',
    '$where=1',
    'a[$ne]=1',
    '%5B%5D=1',
    '%00=1',
    '\u{1F94A}=1',
    '+=1',
    '=',
    '=&=',
    '?',
    'a=?b=%26',
    '%E2%80%8B=1',
  ])('rejects parameters in a different syntax: %s', async (added) => {
    const { status, body } = await ask(encodeURI(decodeURIComponent(added)));
    expect([status, body.type]).toEqual([422, 'urn:problem-type:task-manager-api:validation-failed']);
  });

  test('accepts an empty query', async () => {
    const call = validRequest(operation, await idFor(operation));
    expect((await service.fire({ ...call, target: `${call.target}?&&&` })).status).toBeLessThan(300);
  });
});

describe.each(query)('the parameter $name', (field) => {
  test('is recognized by its percent-encoded name, but not by similar names', async () => {
    const { name } = field;
    const example = Array.from(name, (letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');
    const plain = await service.fire({ method: 'GET', target: `/tasks?${name}=x` });
    const encoded = await service.fire({ method: 'GET', target: `/tasks?${example}=x` });
    expect([encoded.status, encoded.body.errors]).toEqual([plain.status, plain.body.errors]);
    for (const other of [
      `${name}[]`,
      `${name}[0]`,
      `${name}%00`,
      `${name}%20`,
      name.toUpperCase(),
      `${name}%E2%80%8B`,
    ]) {
      const response = await service.fire({ method: 'GET', target: `/tasks?${other}=x` });
      expect(response.body.errors).toEqual([
        expect.objectContaining({ location: 'query', code: 'unknownParameter' }),
      ]);
    }
  });

  test('is rejected by name if it is repeated five hundred times', async () => {
    const target = `/tasks?${Array.from({ length: 500 }, (_, n) => `${field.name}=${n}`).join('&')}`;
    const response = await service.fire({ method: 'GET', target });
    expect(response.status).toBe(422);
    expect(new Set(response.body.errors.map(({ name }) => name))).toEqual(new Set([field.name]));
  });
});

// The Link header repeats the search text.
describe('the link to the next page', () => {
  const search = query.find(({ name }) => name === 'q')!;

  test.each(textFuzzers)('works for any search text: $name', async ({ name, values }) => {
    const as = `searcher of ${name}`;
    const searches = values(search, () => 0)
      .map((value) => `fern ${String(value)}`)
      .filter((text) => verdictOnParameter(search, [text]) === 'valid');
    for (const text of searches) {
      const title = text.replaceAll(/\s/g, ' ');
      const ids = [await newTask(service, as, { title }), await newTask(service, as, { title })];
      const first = await service.fire(
        { method: 'GET', target: `/tasks?q=${encodeURIComponent(text)}&limit=1` },
        as,
      );
      expect([text, first.body.items.map(({ id }) => id)]).toEqual([text, [ids[1]]]);
      const next = /^<([^>]+)>/.exec(first.headers.get('Link') ?? '')?.[1] ?? '';
      const second = await service.fire({ method: 'GET', target: resolveReference('/tasks', next) }, as);
      expect([text, second.body.items[0]?.id]).toEqual([text, ids[0]]);
    }
  });
});

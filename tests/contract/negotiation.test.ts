import { describe, expect, test } from '@jest/globals';
import { useServer } from '../support/use-server.ts';
import { bodyOf, named, newPath, operations } from '../http/operations.ts';

const { send } = useServer();

const answering = operations.filter(({ responseTypes }) => responseTypes.length > 0);

describe.each(named(answering))('%s', (_id, operation) => {
  const ask = async (accept: string) => {
    const headers = { Accept: accept };
    return await send(operation.method, await newPath(send, operation), { headers, ...bodyOf(operation) });
  };
  const own = operation.responseTypes[0] ?? '';
  const bare = own.split(';')[0] ?? '';

  test.each(['application/xml', `${bare};q=0`, 'image/*', `*/*;q=0`])(
    'returns 406 for Accept: %s',
    async (accept) => {
      const response = await ask(accept);
      expect(response.status).toBe(406);
      expect(response.body.type).toBe('urn:problem-type:task-manager-api:not-acceptable');
      expect(response.body.detail).toContain(bare);
    },
  );

  test.each([
    '*/*',
    own,
    bare,
    `${bare}; charset=utf-8`,
    `${bare.split('/')[0] ?? ''}/*`,
    `text/x, ${bare};q=0.1`,
    // A parameter that the media type does not have is ignored.
    `${bare};profile="a,b";q=0.5, text/x`,
  ])('returns a representation for Accept: %s', async (accept) => {
    expect((await ask(accept)).status).toBeLessThan(300);
  });
});

describe('the Accept header of Prometheus', () => {
  test.each([
    'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,' +
      'text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,' +
      'text/plain;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.2',
    'application/openmetrics-text',
  ])('selects OpenMetrics: %s', async (accept) => {
    const response = await send('GET', '/metrics', { as: null, headers: { Accept: accept } });
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toBe(
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    );
  });
});

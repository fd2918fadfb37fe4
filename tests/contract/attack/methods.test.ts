// Every HTTP method that a path does not allow, and ways to override the method.
import { METHODS } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { contract } from '../../support/contract.ts';
import { newItem, pathOf, readItem } from './support/call.ts';
import { useAttackedService } from './support/attacked-service.ts';

const service = useAttackedService();

describe.each(contract.routes.routes)('$template', ({ template, allowed }) => {
  test('allows only the methods of the contract', async () => {
    const target = pathOf(template, await newItem(service, { path: template }));
    // CONNECT has no path, so it is left out.
    const others = METHODS.filter((method) => method !== 'CONNECT' && !allowed.includes(method));
    expect(others.length).toBeGreaterThan(20);
    for (const method of others) {
      const response = await service.fire({ method, target });
      expect([method, response.status, response.headers.get('Allow')]).toEqual([
        method,
        405,
        allowed.join(', '),
      ]);
    }
  });

  test('ignores method overrides in headers and parameters', async () => {
    const id = await newItem(service, { path: template });
    const target = pathOf(template, id);
    for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
      for (const method of ['GET', 'POST'].filter((one) => allowed.includes(one))) {
        const response = await service.fire({ method, target, headers: { [name]: 'DELETE' } });
        expect(response.status).not.toBe(204);
      }
    }
    const { text } = await service.fire(readItem({ path: template }, id));
    expect(text).toContain(id);
    const { status } = await service.fire({ method: 'GET', target: `${target}?_method=DELETE` });
    expect(status).toBe(allowed.includes('GET') ? 422 : 405);
  });
});

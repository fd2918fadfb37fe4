import { describe, expect, test } from '@jest/globals';
import { onService } from '../../src/docs/page-links.ts';
import { problemTypes } from '../../src/docs/problem-types.ts';
import { problemsPage } from '../../src/docs/problems-page.ts';
import { contract } from './served.ts';

const page = problemsPage(contract, onService);
const problems = problemTypes(contract);

/** Every `type` that the contract declares, found without the code under test. */
const declared = [
  ...JSON.stringify(contract.components.schemas).matchAll(/"const":"(\/docs\/problems#[^"]+)"/g),
].map(([, type]) => type);

describe('the page of problem types', () => {
  test('has an anchor for each type of the contract, and a type for each anchor', () => {
    const anchors = [...page.matchAll(/<section id="([^"]+)"/g)].map(
      ([, anchor]) => `/docs/problems#${anchor}`,
    );
    expect(declared.length).toBeGreaterThan(10);
    expect(anchors.sort()).toEqual(declared.sort());
  });

  test('says of each what it is called, its status, and what to do', () => {
    for (const { title, status, description, slug } of problems) {
      expect(page).toContain(`<span class="status">${status}</span> ${title}`);
      expect([slug, description.length > 20]).toEqual([slug, true]);
    }
  });

  test('names the operations that answer with it', () => {
    const operations = (slug: string) =>
      problems.find((problem) => problem.slug === slug)?.operations.map(({ operationId }) => operationId);
    expect(operations('invalid-cursor')).toEqual(['listTasks']);
    expect(operations('precondition-failed')).toEqual(['replaceTask', 'updateTask', 'deleteTask']);
    expect(operations('route-not-found')).toEqual([]);
    expect(page).toContain('href="./#/Tasks/listTasks"');
  });

  test('shows an example of each, whose members are those of its type', () => {
    for (const { examples, type, status } of problems) {
      expect(examples[0]?.value).toMatchObject({ type, status });
    }
  });

  test('shows markup that stands in the contract, and does not obey it', () => {
    const hostile = '<img src=x onerror=alert(1)> [click](javascript:alert(1)) "quoted"';
    const poisoned = structuredClone(contract) as unknown as {
      info: { title: string };
      components: { schemas: Record<string, { title?: string; description?: string }> };
    };
    poisoned.info.title = hostile;
    Object.assign(poisoned.components.schemas['InsufficientScopeProblem'] ?? {}, {
      title: hostile,
      description: hostile,
    });
    const html = problemsPage(poisoned as unknown as typeof contract, onService);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html).not.toContain('<img');
    expect(html).not.toContain('href="javascript:');
  });
});

import { describe, expect, test } from '@jest/globals';
import { serviceLinks } from '../../src/docs/page-links.ts';
import { describeProblems } from '../../src/docs/problem-descriptions.ts';
import { problemsPage } from '../../src/docs/problems-page.ts';
import { contract } from './docs-server.ts';

const page = problemsPage(contract, serviceLinks());
const problems = describeProblems(contract);

/** Every `type` in the contract, determined without the code under test. */
const declared = [
  ...new Set(
    [...JSON.stringify(contract.document['components']).matchAll(/"(urn:problem-type:[^"]+)"/g)].map(
      ([, type]) => type,
    ),
  ),
];

describe('the page of problem types', () => {
  test('has one section for each problem type of the contract', () => {
    const anchors = [...page.matchAll(/<section id="([^"]+)"/g)].map(
      ([, anchor]) => `urn:problem-type:task-manager-api:${anchor}`,
    );
    expect(declared.length).toBeGreaterThan(10);
    expect(anchors.sort()).toEqual(declared.sort());
  });

  test('shows the title and the status of each, and describes it', () => {
    for (const { title, status, description, slug } of problems) {
      expect(page).toContain(`<span class="status">${status}</span> ${title}`);
      expect([slug, description.length > 20]).toEqual([slug, true]);
    }
  });

  test('lists the operations that return each problem', () => {
    const operations = (slug: string) =>
      problems.find((problem) => problem.slug === slug)?.operations.map(({ id }) => id);
    const withParameter = (...names: string[]) =>
      contract.operations
        .filter(({ parameters }) => parameters.some(({ name }) => names.includes(name)))
        .map(({ id }) => id);
    expect(operations('invalid-cursor')).toEqual(withParameter('cursor', 'since'));
    expect(operations('precondition-failed')).toEqual(withParameter('If-Match'));
    expect(operations('route-not-found')).toEqual([]);
    expect(page).toContain('href="./#listTasks"');
  });

  test('shows an example of each, with its type and its status', () => {
    for (const { examples, type, status } of problems) {
      expect(examples[0]?.value).toMatchObject({ type, status });
    }
  });

  test('escapes markup in the contract', () => {
    const hostile = '<img src=x onerror=alert(1)> [click](javascript:alert(1)) "quoted"';
    const document = structuredClone(contract.document) as unknown as {
      components: { schemas: Record<string, { title?: string; description?: string }> };
    };
    Object.assign(document.components.schemas['InsufficientScopeProblem'] ?? {}, {
      title: hostile,
      description: hostile,
    });
    const html = problemsPage({ ...contract, title: hostile, document }, serviceLinks());
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html).not.toContain('<img');
    expect(html).not.toContain('href="javascript:');
  });
});

import { runPage } from './github.ts';
import { failedJobs } from './needs.ts';
import type { Needs } from './needs.ts';

/** The message after a run on main: its result, the published image and the deployment of the documentation. */
export function message(needs: Needs, env: NodeJS.ProcessEnv): string {
  const { GITHUB_REPOSITORY: repository = '', GITHUB_SHA: commit = '' } = env;
  const what = `${repository} at ${commit.slice(0, 7)}`;
  // `required` only repeats the results of other jobs. A newer run cancels a waiting `latest` or `pages` job, and does its work.
  const failed = failedJobs(needs).filter(
    (name) => !['required', 'required (cancelled)', 'latest (cancelled)', 'pages (cancelled)'].includes(name),
  );
  const version = needs['contract']?.outputs?.['version'] ?? 'unknown version';
  const tags = (needs['publish']?.outputs?.['tags'] ?? '').split('\n').filter(Boolean);
  return [
    failed.length > 0 ? `✗ ${what}: ${failed.join(', ')} failed.` : `✓ ${what} (${version}) passed.`,
    ...(tags.length === 0
      ? ['No image was published.']
      : [
          'Published:',
          ...tags.map((tag) => `- ${tag}`),
          needs['latest']?.outputs?.['moved'] === 'true'
            ? '`latest` now points to this image.'
            : '`latest` was not moved to this image.',
        ]),
    needs['pages']?.outputs?.['deployed'] === 'true' && needs['pages'].result === 'success'
      ? 'The documentation was deployed.'
      : 'No documentation was deployed.',
    runPage(env),
  ].join('\n');
}

// Posts a report as a comment on the pull request PULL_REQUEST, or updates the existing comment: node comment.ts REPORT
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { call, truncate, readJob, requiredVariable } from './github.ts';

interface Comment {
  readonly id: number;
  readonly body: string;
}

const [file = ''] = process.argv.slice(2);
const number = requiredVariable(process.env, 'PULL_REQUEST');
const job = readJob(process.env);
const marker = `<!-- ${basename(file)} -->`;
const body = `${marker}\n${truncate(readFileSync(file, 'utf8'), job.run)}`;

const existing = await find();
if (existing === undefined) await call(job, 'POST', `/issues/${number}/comments`, { body });
else await call(job, 'PATCH', `/issues/comments/${existing.id}`, { body });
console.log(existing === undefined ? 'Created the comment.' : 'Updated the comment.');

async function find(): Promise<Comment | undefined> {
  for (let page = 1; ; page++) {
    const path = `/issues/${number}/comments?per_page=100&page=${page}`;
    const comments = (await call(job, 'GET', path)) as Comment[];
    const found = comments.find((comment) => comment.body.startsWith(marker));
    if (found !== undefined || comments.length < 100) return found;
  }
}

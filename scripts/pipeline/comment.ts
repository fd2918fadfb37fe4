// Puts a report into a comment of the pull request PULL_REQUEST, always the same one: node comment.ts REPORT
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { call, fitting, readJob, required } from './github.ts';

interface Comment {
  readonly id: number;
  readonly body: string;
}

const [file = ''] = process.argv.slice(2);
const number = required(process.env, 'PULL_REQUEST');
const job = readJob(process.env);
const marker = `<!-- ${basename(file)} -->`;
const body = `${marker}\n${fitting(readFileSync(file, 'utf8'), job.run)}`;

const earlier = await find();
if (earlier === undefined) await call(job, 'POST', `/issues/${number}/comments`, { body });
else await call(job, 'PATCH', `/issues/comments/${earlier.id}`, { body });
console.log(earlier === undefined ? 'Commented.' : 'Changed the comment.');

async function find(): Promise<Comment | undefined> {
  for (let page = 1; ; page++) {
    const path = `/issues/${number}/comments?per_page=100&page=${page}`;
    const comments = (await call(job, 'GET', path)) as Comment[];
    const found = comments.find((comment) => comment.body.startsWith(marker));
    if (found !== undefined || comments.length < 100) return found;
  }
}

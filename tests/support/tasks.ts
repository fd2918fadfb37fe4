// Tasks for tests.
import type { components } from '../../generated/openapi.ts';
import type { Answer, Send, Sent } from './client.ts';

export type Task = components['schemas']['Task'];

/** Creates a task through the API and returns it with its entity tag. */
export async function createTask(
  send: Send,
  body: Partial<components['schemas']['CreateTask']> = {},
  sent: Sent = {},
): Promise<{ task: Task; etag: string; answer: Answer }> {
  const answer = await send('POST', '/tasks', { body: { title: 'Water the plants', ...body }, ...sent });
  if (answer.status !== 201) throw new Error(`The task was not created: ${answer.text}`);
  return { task: answer.body as Task, etag: answer.headers.get('ETag') ?? '', answer };
}

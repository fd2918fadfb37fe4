// Tasks for tests.
import type { components } from '../../generated/openapi.ts';
import type { TestResponse, Send, Sent } from './client.ts';

export type Task = components['schemas']['Task'];

/** Creates a task through the API and returns it with its entity tag. */
export async function createTask(
  send: Send,
  body: Partial<components['schemas']['CreateTask']> = {},
  sent: Sent = {},
): Promise<{ task: Task; etag: string; response: TestResponse }> {
  const response = await send('POST', '/tasks', { body: { title: 'Water the plants', ...body }, ...sent });
  if (response.status !== 201) throw new Error(`The task was not created: ${response.text}`);
  return { task: response.body as Task, etag: response.headers.get('ETag') ?? '', response };
}

// Sends a message about the run to NOTIFY_WEBHOOK_URL, if it is set. The body is `{"text": …}`, which Slack, Mattermost,
// Rocket.Chat and Google Chat accept.
import { requiredVariable } from './github.ts';
import { message } from './message.ts';
import type { Needs } from './needs.ts';

const text = message(JSON.parse(requiredVariable(process.env, 'NEEDS')) as Needs, process.env);
console.log(text);

const webhook = process.env['NOTIFY_WEBHOOK_URL'] ?? '';
if (webhook === '') {
  console.log('\nNOTIFY_WEBHOOK_URL is not set: no notification was sent.');
} else {
  // The address is a secret. The errors of fetch and URL contain it, so they are not logged.
  const status = await send(webhook).catch(() => 'no response');
  if (status !== 200 && status !== 201 && status !== 202 && status !== 204) {
    console.error(`\nThe webhook in NOTIFY_WEBHOOK_URL did not accept the message: ${status}.`);
    process.exitCode = 1;
  }
}

async function send(address: string): Promise<number> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ text }),
    signal: AbortSignal.timeout(10_000),
  });
  return response.status;
}

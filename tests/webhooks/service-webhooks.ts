// Helpers for the webhooks of a test service and their receivers.
import { expect } from '@jest/globals';
import type { components } from '../../generated/openapi.ts';
import type { Send } from '../support/client.ts';
import { atEnd } from '../support/temporary-database.ts';
import type { ReceivedRequest, WebhookReceiver } from '../support/webhook-receiver.ts';
import { startWebhookReceiver } from '../support/webhook-receiver.ts';

export type Webhook = components['schemas']['Webhook'];
export type WebhookWithSecret = components['schemas']['WebhookWithSecret'];
export type Delivery = components['schemas']['Delivery'];

/** The environment of a service that may deliver to this machine. */
export const environment = { WEBHOOK_ALLOW_NETWORKS: '127.0.0.0/8' };

/** Retries that tests can wait for. */
export const webhookLimits = {
  firstDelayMs: 20,
  maxDelayMs: 200,
  firstPauseMs: 5,
  maxPauseMs: 50,
  pollMs: 100,
  timeoutMs: 500,
};

export const allEvents = ['task.created', 'task.updated', 'task.completed', 'task.deleted', 'task.restored'];

export async function createWebhook(send: Send, as: string, fields: object = {}): Promise<WebhookWithSecret> {
  const whole = { url: 'https://hooks.example.com/tasks', events: allEvents, ...fields };
  const { status, body } = await send('POST', '/webhooks', { as, body: whole });
  expect([status, body]).toEqual([201, body]);
  return body as unknown as WebhookWithSecret;
}

export async function readWebhook(send: Send, as: string, { id }: { id: string }): Promise<Webhook> {
  return (await send('GET', `/webhooks/${id}`, { as })).body as unknown as Webhook;
}

/** Reads the deliveries of a webhook, newest first. */
export async function readDeliveries(send: Send, as: string, { id }: { id: string }): Promise<Delivery[]> {
  const { body } = await send('GET', `/webhooks/${id}/deliveries?limit=100`, { as });
  return (body as unknown as { items: Delivery[] }).items;
}

/** Starts a receiver until the end of the test. */
export async function useReceiver(behave?: WebhookReceiver['behave']): Promise<WebhookReceiver> {
  const receiver = await startWebhookReceiver(behave);
  atEnd(() => receiver.close());
  return receiver;
}

export interface Event {
  readonly type: string;
  readonly timestamp: string;
  readonly data: { readonly task: components['schemas']['Task'] };
}

/** The event in a request. */
export const eventIn = ({ body }: ReceivedRequest): Event => JSON.parse(body) as Event;

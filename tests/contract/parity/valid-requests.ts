// A successful request for each operation, as a front end sends it.
import type { OperationId } from '../../support/contract.ts';
import { users } from './step.ts';
import type { Memory, StepRequest } from './step.ts';

const json = { 'Content-Type': 'application/json' };
const mergePatch = { 'Content-Type': 'application/merge-patch+json' };
const task = { title: 'Write the release notes' };
const title = JSON.stringify(task);
const batch = JSON.stringify({
  operations: [
    { type: 'create', task },
    { type: 'create', task },
  ],
});
const hook = JSON.stringify({ url: 'https://hooks.example.com/completions', events: ['task.completed'] });
const events = JSON.stringify({ events: ['task.completed', 'task.deleted'] });

export const requests: Readonly<Record<OperationId, (memory: Memory) => StepRequest>> = {
  listTasks: () => ({ method: 'GET', path: '/tasks?limit=1' }),
  createTask: () => ({ method: 'POST', path: '/tasks', headers: json, body: title }),
  batchTasks: () => ({ method: 'POST', path: '/tasks/batch', headers: json, body: batch }),
  getTask: ({ location }) => ({ method: 'GET', path: location }),
  replaceTask: ({ location }) => ({ method: 'PUT', path: location, headers: json, body: title }),
  updateTask: ({ location }) => ({ method: 'PATCH', path: location, headers: mergePatch, body: title }),
  deleteTask: ({ location }) => ({ method: 'DELETE', path: location }),
  restoreTask: ({ location }) => ({ method: 'POST', path: `${location}/restore` }),
  listTrash: () => ({ method: 'GET', path: '/trash?limit=1' }),
  eraseTask: ({ location }) => ({ method: 'DELETE', path: location.replace('/tasks/', '/trash/') }),
  listChanges: () => ({ method: 'GET', path: '/changes?limit=1' }),
  listWebhooks: () => ({ method: 'GET', path: '/webhooks?limit=1' }),
  createWebhook: () => ({ method: 'POST', path: '/webhooks', headers: json, body: hook }),
  getWebhook: ({ webhook }) => ({ method: 'GET', path: webhook }),
  updateWebhook: ({ webhook }) => ({ method: 'PATCH', path: webhook, headers: mergePatch, body: events }),
  deleteWebhook: ({ webhook }) => ({ method: 'DELETE', path: webhook }),
  testWebhook: ({ webhook }) => ({ method: 'POST', path: `${webhook}/test` }),
  rotateWebhookSecret: ({ webhook }) => ({ method: 'POST', path: `${webhook}/rotate-secret` }),
  listWebhookDeliveries: ({ webhook }) => ({ method: 'GET', path: `${webhook}/deliveries?limit=1` }),
  redeliver: ({ webhook, delivery }) => ({
    method: 'POST',
    path: `${webhook}/deliveries/${delivery}/redeliver`,
  }),
  getSummary: () => ({ method: 'GET', path: '/summary' }),
  getHealth: () => ({ method: 'GET', path: '/health', as: null }),
  getLiveness: () => ({ method: 'GET', path: '/health/live', as: null }),
  getReadiness: () => ({ method: 'GET', path: '/health/ready', as: null }),
  getMetrics: () => ({ method: 'GET', path: '/metrics', as: users.metrics }),
  getContractYaml: () => ({ method: 'GET', path: '/openapi.yaml', as: null }),
  getContractJson: () => ({ method: 'GET', path: '/openapi.json', as: null }),
};

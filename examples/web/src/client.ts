// `config.json` names the service and holds the token, so one build runs against the sandbox and against any deployment. A
// page with a sign-in passes a function as `token`.
import { createTaskClient } from 'task-manager-client';

const response = await fetch('config.json');
const { apiUrl, token } = (await response.json()) as { apiUrl: string; token: string };

export const client = createTaskClient({ baseUrl: apiUrl, token });

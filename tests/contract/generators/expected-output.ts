/** The output of each recipe's program, which creates, finds, changes and deletes a task. */
export const output = `found: Water the plants
now: completed high home
stale: urn:problem-type:task-manager-api:precondition-failed
refused: /title
gone: urn:problem-type:task-manager-api:task-not-found
`;

/** The PATCH bodies that each program sends to set the status, and to clear fields. */
export const patches = ['{"status":"completed"}', '{"description":null,"dueAt":null,"tags":null}'];

/** The output with a later version of the service, which has other problem types. */
export const laterOutput = output.replaceAll(/(?<=task-manager-api:)\S+/g, 'later');

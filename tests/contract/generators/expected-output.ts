/** What each round prints when it has gone from creating a task to its being gone. */
export const round = `found: Water the plants
now: completed high home
stale: urn:problem-type:task-manager-api:precondition-failed
refused: /title
gone: urn:problem-type:task-manager-api:task-not-found
`;

/** What each round sends to set the status. */
export const patch = '{"status":"completed"}';

/** What the round prints with a later version, which has other problem types. */
export const laterRound = round.replaceAll(/(?<=task-manager-api:)\S+/g, 'later');

/** What each round of README.md prints when it has gone from creating a task to its being gone. */
export const round = `found: Water the plants
now: completed
stale: urn:problem-type:task-manager-api:precondition-failed
refused: /title
gone: urn:problem-type:task-manager-api:task-not-found
`;

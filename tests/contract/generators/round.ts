/** What each round of README.md prints when it has gone from creating a task to its being gone. */
export const round = `found: Water the plants
now: completed
stale: /docs/problems#precondition-failed
refused: /title
gone: /docs/problems#task-not-found
`;

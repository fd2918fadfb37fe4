/** The text that the sandbox prints at its start: example commands, the documentation, and its features. */
export function sandboxHelp(url: string, taskCount: number): string {
  return `
The sandbox serves the API at ${url} with ${taskCount} tasks of the user demo. Its data is lost when it stops.
Any bearer token is accepted. The sub, scope and exp of a JWT apply; any other token stands for the user demo.

curl -s ${url}/tasks -H 'Authorization: Bearer demo'
curl -i ${url}/tasks -H 'Authorization: Bearer demo' -H 'Content-Type: application/json' -d '{"title":"Try the sandbox"}'
curl -i ${url}/summary -H 'Authorization: Bearer demo' -H 'Prefer: code=503'

  Reference   ${url}/docs
  Controls    ${url}/sandbox/openapi.yaml: reset, clock, seed, outage

  Prefer: code=404               any documented status
  Prefer: example=emptyPage      any example of the contract
  Prefer: delay=2000             milliseconds; combine preferences with commas
`;
}

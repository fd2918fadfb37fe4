// Wraps the Prometheus rules in a resource for the Prometheus Operator.

const head = `# Written by \`npm run generate\` from observability/prometheus/rules/. Do not edit.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: task-manager-api
spec:
  groups:
`;

/** The resource with the groups of all rule files, which are given as YAML. Keeps the comments within the groups. */
export function prometheusRule(files: readonly string[]): string {
  const groups = files.map((text) => {
    const [, list] = text.split(/^groups:\n/m);
    if (list === undefined) throw new Error('A file in observability/prometheus/rules/ has no `groups:`');
    return list.replaceAll(/^(?=.)/gm, '  ').trimEnd();
  });
  return `${head}${groups.join('\n\n')}\n`;
}

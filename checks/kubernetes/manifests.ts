// Renders manifests in accelerated time: the waits of the deployment and of the autoscaler are six times shorter.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from '../../tests/support/kustomize.ts';
import type { Kustomization, Resource } from '../../tests/support/kustomize.ts';

/** The waits are divided by this factor. */
export const speed = 6;

const durations = new Set([
  'minReadySeconds',
  'terminationGracePeriodSeconds',
  'stabilizationWindowSeconds',
  'periodSeconds',
]);

/** Copies a resource and shortens its `durations`. */
const accelerated = (resource: Resource): Resource =>
  JSON.parse(
    JSON.stringify(resource, (key, value: unknown) =>
      durations.has(key) && typeof value === 'number' ? Math.ceil(value / speed) : value,
    ),
  ) as Resource;

/** Writes rendered and accelerated manifests to a file for kubectl. Returns the file's path. */
export function writeManifests(folder: string, overlay: string, options: Kustomization = {}): string {
  const items = render(overlay, options).map(accelerated);
  const file = join(folder, 'manifests.json');
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  return file;
}

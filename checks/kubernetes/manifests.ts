// The manifests in accelerated time: waits of the deployment and of the autoscaler take a sixth.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from '../../tests/support/kustomize.ts';
import type { Kustomization, Resource } from '../../tests/support/kustomize.ts';

/** The factor of the acceleration. */
export const speed = 6;

const durations = new Set([
  'minReadySeconds',
  'terminationGracePeriodSeconds',
  'stabilizationWindowSeconds',
  'periodSeconds',
]);

/** A copy in which these durations are shorter. */
const accelerated = (resource: Resource): Resource =>
  JSON.parse(
    JSON.stringify(resource, (key, value: unknown) =>
      durations.has(key) && typeof value === 'number' ? Math.ceil(value / speed) : value,
    ),
  ) as Resource;

/** Writes rendered manifests to a file for kubectl, accelerated. Returns its path. */
export function writeManifests(folder: string, overlay: string, options: Kustomization = {}): string {
  const items = render(overlay, options).map(accelerated);
  const file = join(folder, 'manifests.json');
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  return file;
}

import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { watchContents } from '../../src/files/watch-contents.ts';
import { eventually } from '../support/eventually.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
  removeTemporaryFolders();
});

/** Watches files that contain `1` at first. Returns the events so far. */
function watch(paths: readonly string[], check: (texts: readonly string[]) => void = () => undefined) {
  const events: string[] = [];
  let attempts = 0;
  const watched = watchContents(
    paths.map((path) => ({ path, text: '1' })),
    {
      apply: (texts) => {
        attempts += 1;
        check(texts);
        events.push(`applied ${texts.join()}`);
      },
      onApplied: () => events.push('reported'),
      onRejected: (error) => events.push(`rejected ${(error as Error).message}`),
      onReverted: () => events.push('reverted'),
    },
  );
  undo.push(() => watched.stop());
  return { events, attempts: () => attempts };
}

describe('watched files', () => {
  test('are read through the symbolic links that Kubernetes replaces', async () => {
    const folder = temporaryFolder();
    for (const version of ['1', '2']) {
      mkdirSync(`${folder}/..${version}`);
      writeFileSync(`${folder}/..${version}/secret`, `${version}\n`);
    }
    symlinkSync('..1', `${folder}/..data`);
    symlinkSync('..data/secret', `${folder}/secret`);
    const { events } = watch([`${folder}/secret`]);
    symlinkSync('..2', `${folder}/..data_tmp`);
    renameSync(`${folder}/..data_tmp`, `${folder}/..data`);
    await eventually(() => events.length === 2);
    expect(events).toEqual(['applied 2', 'reported']);
  });

  test('are used together, once both have changed', async () => {
    const folder = temporaryFolder();
    const paths = [`${folder}/cert`, `${folder}/key`];
    for (const path of paths) writeFileSync(path, '1');
    const { events } = watch(paths, ([one, other]) => {
      if (one !== other) throw new Error(`${one} does not match ${other}`);
    });
    writeFileSync(paths[0]!, '2');
    await eventually(() => events.length === 1);
    writeFileSync(paths[1]!, '2');
    await eventually(() => events.length === 3);
    expect(events).toEqual(['rejected 2 does not match 1', 'applied 2,2', 'reported']);
  });

  test('are reported once if they cannot be used, are tried again, and may return to the previous contents', async () => {
    const path = `${temporaryFolder()}/secret`;
    writeFileSync(path, '1');
    let isUsable = false;
    const { events, attempts } = watch([path], () => {
      if (!isUsable) throw new Error('not yet');
    });
    writeFileSync(path, '2');
    await eventually(() => attempts() >= 2);
    expect(events).toEqual(['rejected not yet']);
    writeFileSync(path, '1');
    await eventually(() => events.length === 2);
    isUsable = true;
    writeFileSync(path, '2');
    await eventually(() => events.length === 4);
    expect(events).toEqual(['rejected not yet', 'reverted', 'applied 2', 'reported']);
  });

  test('are reported if they are missing, and used when they exist again', async () => {
    const path = `${temporaryFolder()}/secret`;
    const { events } = watch([path]);
    await eventually(() => events.length === 1);
    expect(events[0]).toBe(
      `rejected must be a readable file, but ${path} is not (ENOENT: no such file or directory, stat '${path}')`,
    );
    writeFileSync(path, '2');
    await eventually(() => events.length === 3);
    expect(events.slice(1)).toEqual(['applied 2', 'reported']);
  });
});

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readContent, readContentLater } from '../../src/files/read-content.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
afterAll(removeTemporaryFolders);

const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(`${folder}/${name}`, content);
  return `${folder}/${name}`;
};

describe.each([
  [
    'readContent',
    (path: string, isOptional: boolean) => Promise.try(() => readContent(path, { isOptional })),
  ],
  ['readContentLater', (path: string, isOptional: boolean) => readContentLater(path, { isOptional })],
])('%s', (_name, read) => {
  test('returns the text without white space at its ends, and without a byte order mark', async () => {
    expect(await read(write('text', '\uFEFF\n a b\tü🌱 \r\n'), false)).toBe('a b\tü🌱');
  });

  test('treats a missing optional file as empty, and rejects any other missing file', async () => {
    expect(await read(`${folder}/missing`, true)).toBe('');
    await expect(read(`${folder}/missing`, false)).rejects.toThrow('must be a readable file');
  });

  test.each([
    ['a directory', () => (mkdirSync(`${folder}/directory`, { recursive: true }), `${folder}/directory`)],
    ['a device without an end', () => '/dev/zero'],
    [
      'a pipe, without waiting for a writer',
      () => {
        execFileSync('mkfifo', ['-m', '600', `${folder}/pipe-${_name}`]);
        return `${folder}/pipe-${_name}`;
      },
    ],
  ])('rejects %s', async (_kind, create) => {
    const path = create();
    for (const isOptional of [false, true]) {
      const reason = `must be a readable file, but ${path} is not (it is not a regular file)`;
      await expect(read(path, isOptional)).rejects.toThrow(reason);
    }
  });

  test('rejects a file of more than 1 MiB', async () => {
    expect(await read(write('large', 'x'.repeat(1024 * 1024)), false)).toHaveLength(1024 * 1024);
    const path = write('larger', 'x'.repeat(10 * 1024 * 1024));
    await expect(read(path, false)).rejects.toThrow(`but ${path} is not (it exceeds 1 MiB)`);
  });

  test.each([
    ['bytes that are not text', Buffer.alloc(48, 0xf5)],
    ['the zeros that a crash leaves behind', Buffer.alloc(48)],
    ['text in UTF-16', Buffer.from('\uFEFFa secret of a text editor', 'utf16le')],
    ['text in Latin-1', Buffer.from('für ein Geheimnis', 'latin1')],
  ])('rejects %s, instead of replacing what it cannot decode', async (_kind, content) => {
    await expect(read(write('encoded', content), false)).rejects.toThrow('it is not UTF-8 text');
  });
});

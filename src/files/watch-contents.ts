// Polls the contents of files. File system events would miss changes: Kubernetes mounts a secret as symbolic links, and
// replaces the directory behind them.
import { readContentLater } from './read-content.ts';

/** A file, and its content when the program read it. */
export interface WatchedFile {
  readonly path: string;
  readonly text: string;
  /** A missing file counts as empty. */
  readonly isOptional?: boolean;
}

export interface WatchOptions {
  /**
   * Uses new contents, in the order of the files. If it throws, the previous contents stay in use, and it is called
   * again at the next poll.
   */
  readonly apply: (texts: readonly string[]) => void | Promise<void>;
  /** Called when new contents are in use. */
  readonly onApplied: () => void;
  /** Called once for contents that cannot be read or used. */
  readonly onRejected: (error: unknown) => void;
  /** Called when the files have their previous contents again after a rejection. */
  readonly onReverted: () => void;
}

/** The time between two polls. */
const POLL_MS = 1000;

/**
 * Polls files whose contents belong together, such as a certificate and its key. New contents are used only after two
 * consecutive polls have read them, so that partially written files are not used.
 */
export function watchContents(
  files: readonly WatchedFile[],
  { apply, onApplied, onRejected, onReverted }: WatchOptions,
): { stop(): Promise<void> } {
  let used = files.map(({ text }) => text);
  let seen = used;
  let rejected: readonly string[] | undefined;
  let running: Promise<void> | undefined;

  function reject(texts: readonly string[], error: unknown): void {
    const isReported = rejected !== undefined && isEqual(rejected, texts);
    rejected = texts;
    if (!isReported) onRejected(error);
  }

  async function use(texts: readonly string[]): Promise<void> {
    if (isEqual(texts, used)) {
      if (rejected !== undefined) onReverted();
      rejected = undefined;
      return;
    }
    try {
      await apply(texts);
    } catch (error) {
      reject(texts, error);
      return;
    }
    used = [...texts];
    rejected = undefined;
    onApplied();
  }

  async function poll(): Promise<void> {
    const before = seen;
    try {
      seen = await Promise.all(files.map(({ path, ...options }) => readContentLater(path, options)));
    } catch (error) {
      const unreadable = [String(error)];
      if (isEqual(before, unreadable)) reject(unreadable, error);
      seen = unreadable;
      return;
    }
    if (isEqual(before, seen)) await use(seen);
  }

  const timer = setInterval(() => {
    running ??= poll().finally(() => (running = undefined));
  }, POLL_MS).unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

function isEqual(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index]);
}

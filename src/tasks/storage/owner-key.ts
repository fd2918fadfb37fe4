import { hash } from 'node:crypto';

const OWNER_KEY_LENGTH = 16;

/**
 * The prefix of an owner's words in a search index. Each owner has separate entries, so the cost of a search depends on
 * the tasks of that owner alone. The key is a hash, so that its length is fixed.
 */
export function ownerKey(owner: string): string {
  return hash('sha256', owner).slice(0, OWNER_KEY_LENGTH);
}

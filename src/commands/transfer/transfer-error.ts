/**
 * Thrown if an export, an import or another command on stored data fails. The message states the cause and the remedy.
 */
export class TransferError extends Error {
  override readonly name = 'TransferError';
}

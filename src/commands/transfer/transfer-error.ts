/** An export or import failed. The message states the cause and the remedy. */
export class TransferError extends Error {
  override readonly name = 'TransferError';
}

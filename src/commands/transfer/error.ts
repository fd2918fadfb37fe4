/** Tasks cannot be moved: what is wrong, and what to do about it, in words for a person. */
export class MovingError extends Error {
  override readonly name = 'MovingError';
}

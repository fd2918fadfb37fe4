// winston hands each event through two streams, its own and that of the transport: each has a buffer, states and
// callbacks to keep, and together they cost several times what making the line does. With one transport that takes a
// line at once, nothing is ever buffered in them. So each event goes from the logger's `write`, where all its methods
// meet, to the format and the transport at once.
import type { Logger } from 'winston';

type Event = Parameters<Logger['format']['transform']>[0];

/** Makes the logger hand its events to its only transport itself. Its methods, levels and format stay as they are. */
export function withoutStreams(logger: Logger): Logger {
  const [transport, ...others] = logger.transports;
  if (transport?.log === undefined || others.length > 0) {
    throw new Error('A logger that goes without streams has one transport');
  }
  const log = transport.log.bind(transport);
  const done = (): void => undefined;
  const severest = logger.levels[logger.level] ?? 0;
  const write = (event: Event): boolean => {
    if (logger.silent || (logger.levels[event.level] ?? 0) > severest) return true;
    const line = logger.format.transform(event);
    if (typeof line === 'object') log(line, done);
    return true;
  };
  return Object.assign(logger, { write });
}

// W3C Trace Context: the identity of a span, which `traceparent` carries from one program to the next.
// https://www.w3.org/TR/trace-context/

/** The identity of a span. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** Whether the trace is recorded. */
  readonly isSampled: boolean;
}

/**
 * Version ff and all-zero ids are invalid. Only a version after 00 may have further fields, which are ignored (section
 * 3.2.4).
 */
const wellFormed =
  /^(?!ff|00.{54})[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/;

const sampledFlag = 0x01;

/** Returns the span that a `traceparent` header names, or undefined if the header is missing or malformed. */
export function readTraceparent(header: string | readonly string[] | undefined): TraceContext | undefined {
  const [, traceId, spanId, flags] = typeof header === 'string' ? (wellFormed.exec(header) ?? []) : [];
  if (traceId === undefined || spanId === undefined) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags ?? '', 16) & sampledFlag) !== 0 };
}

/** Returns the `traceparent` header that names a span. */
export function traceparentOf({ traceId, spanId, isSampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}

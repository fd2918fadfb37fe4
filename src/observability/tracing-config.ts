// The tracing configuration, from OpenTelemetry's standard environment variables.

/** The accepted values of `OTEL_TRACES_SAMPLER`. */
export const samplerNames = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;
export type SamplerName = (typeof samplerNames)[number];

/** The accepted values of `OTEL_EXPORTER_OTLP_PROTOCOL`. */
export const otlpProtocols = ['http/protobuf', 'http/json'] as const;
export type OtlpProtocol = (typeof otlpProtocols)[number];

/** Where and how traces are exported. */
export interface TracingConfig {
  /** The URL for traces: `http://127.0.0.1:4318/v1/traces`. */
  readonly url: string;
  readonly protocol: OtlpProtocol;
  /** The headers of each export, for example credentials. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** How many finished spans can wait for export, and how long the first one waits for others to form a batch. */
  readonly queue: { readonly maxSpans: number; readonly delayMs: number };
  readonly sampler: SamplerName;
  /** The share of traces that a ratio sampler records. */
  readonly ratio: number;
  /** The resource attributes, including `service.name` if it is configured. */
  readonly resource: Readonly<Record<string, string>>;
}

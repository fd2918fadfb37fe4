// Accelerates rules and configurations by a factor of sixty, so that an hour takes a minute. No duration becomes shorter
// than one second.

const second = 1;
const unit: Readonly<Record<string, number>> = { s: second, m: 60, h: 3600, d: 86_400 };
const speed = 60;

/** A sixtieth of a duration, but at least one second. */
function shorten(duration: string): string {
  const [, amount = '', name = ''] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  const factor = unit[name];
  if (factor === undefined) throw new Error(`"${duration}" is not a duration`);
  return `${Math.max(second, Math.round((Number(amount) * factor) / speed))}s`;
}

/** Accelerates the windows and waits of rules or a configuration. Names stay unchanged, including the windows in them. */
export function accelerate(yaml: string): string {
  return yaml
    .replace(
      /\[(\d+[smhd])(:?)\]/g,
      (_all, window: string, resolution: string) => `[${shorten(window)}${resolution}]`,
    )
    .replace(
      /\b(for|interval|scrape_interval|scrape_timeout|evaluation_interval|group_wait|group_interval): (\d+[smhd])$/gm,
      (_all, key: string, duration: string) => `${key}: ${shorten(duration)}`,
    );
}

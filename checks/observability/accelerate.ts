// The rules speak of minutes and days, and a check has seconds. In a copy of the files, an hour is a minute: every
// duration is divided by sixty. What cannot be so short is a second: scrapes, evaluations, waits.

const second = 1;
const unit: Readonly<Record<string, number>> = { s: second, m: 60, h: 3600, d: 86_400 };
const speed = 60;

/** A duration, a sixtieth as long, and a second at least. */
function shortened(duration: string): string {
  const [, amount = '', name = ''] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  const factor = unit[name];
  if (factor === undefined) throw new Error(`"${duration}" is not a duration as the rules write them`);
  return `${Math.max(second, Math.round((Number(amount) * factor) / speed))}s`;
}

/**
 * Rules or a configuration, sixty times as fast: the windows of the expressions, and the waits. Names stay as they are,
 * the window in them too.
 */
export function hurried(yaml: string): string {
  return yaml
    .replace(
      /\[(\d+[smhd])(:?)\]/g,
      (_all, window: string, resolution: string) => `[${shortened(window)}${resolution}]`,
    )
    .replace(
      /\b(for|interval|scrape_interval|scrape_timeout|evaluation_interval|group_wait|group_interval): (\d+[smhd])$/gm,
      (_all, key: string, duration: string) => `${key}: ${shortened(duration)}`,
    );
}

// Scrapes metrics as Prometheus does.

/** The value of each series by its name and sorted labels, for example `up{job="api"}`. */
export type Scrape = ReadonlyMap<string, number>;

export async function scrape(url: string): Promise<Scrape> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line): [string, number] => {
        const end = line.lastIndexOf(' ');
        return [sorted(line.slice(0, end)), Number(line.slice(end + 1))];
      }),
  );
}

function sorted(series: string): string {
  return series.replace(/\{(.*)\}$/, (_all, labels: string) => {
    const list = labels.match(/[a-z_]+="(?:[^"\\]|\\.)*"/g) ?? [];
    return `{${list.sort().join(',')}}`;
  });
}

/** The increase of each series that increased between two scrapes. */
export function growth(before: Scrape, after: Scrape): Record<string, number> {
  return Object.fromEntries(
    [...after]
      .map(([series, value]): [string, number] => [series, value - (before.get(series) ?? 0)])
      .filter(([, difference]) => difference !== 0),
  );
}

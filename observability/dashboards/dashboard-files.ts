// The dashboard files that `npm run generate` writes for Grafana.
import type { Contract } from '../../src/contract/document.ts';
import { businessPage } from './business.ts';
import { contractPage } from './contract.ts';
import { dashboardText } from './dashboard.ts';
import { databasePage } from './database.ts';
import { objectivesPage } from './objectives.ts';
import { overview } from './overview.ts';
import { processPage } from './process.ts';

/** The text of each dashboard by file name. */
export function dashboardFiles(contract: Contract): ReadonlyMap<string, string> {
  const dashboards = [
    overview(contract),
    objectivesPage(contract),
    processPage,
    databasePage,
    businessPage,
    contractPage(contract),
  ];
  return new Map(dashboards.map((dashboard) => [`${dashboard.uid}.json`, dashboardText(dashboard)]));
}

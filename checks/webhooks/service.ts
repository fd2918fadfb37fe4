// The service as a separate process, with retry delays and leases that are short enough for a check.
import { readConfig } from '../../src/config.ts';
import { loadContract } from '../../src/contract/document.ts';
import { serveUntilStopped } from '../../src/process/serve.ts';
import { tokenRules } from '../../src/security/token-rules.ts';
import { startService } from '../../src/service.ts';

const webhookLimits = {
  ...{ firstDelayMs: 100, maxDelayMs: 2000, firstPauseMs: 50, maxPauseMs: 500 },
  ...{ timeoutMs: 1000, leaseMs: 5000, pollMs: 500, turnMs: 500 },
};

const config = readConfig(process.env);
const contract = loadContract();
await serveUntilStopped(config, (logger) =>
  startService(config, tokenRules(config).rules, logger, { contract, webhookLimits }),
);

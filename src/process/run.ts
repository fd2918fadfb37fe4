// The service process: configuration, start, signals and exit. An error that prevents the start is printed with a
// remedy, and the exit code is 1.
import { type Config, readConfig } from '../config.ts';
import { scopesOf } from '../contract/access.ts';
import { loadContract } from '../contract/document.ts';
import { developmentSecret, DevelopmentSecretError } from '../security/development-secret.ts';
import { tokenRules } from '../security/token-rules.ts';
import { startService } from '../service.ts';
import { explainError } from './explain-error.ts';
import { serveUntilStopped } from './serve.ts';

/** Runs the service until a signal stops it. Never rejects: it prints the error and sets the exit code. */
export async function run(): Promise<void> {
  try {
    await start();
  } catch (error) {
    process.stderr.write(`${explainError(error)}\n`);
    process.exitCode = 1;
  }
}

/** Outside production, the service generates the key for webhook secrets. If it cannot, webhooks are off. */
function withDevelopmentKey(config: Config): Config {
  const { isProduction, dataDirectory, webhooks } = config;
  if (isProduction || webhooks.secretKeys.length > 0) return config;
  try {
    const { secret } = developmentSecret(dataDirectory, 'webhook-secret-key');
    return { ...config, webhooks: { ...webhooks, secretKeys: [secret] } };
  } catch (error) {
    if (error instanceof DevelopmentSecretError) return config;
    throw error;
  }
}

async function start(): Promise<void> {
  const config = withDevelopmentKey(readConfig(process.env));
  const { rules, developmentSecret } = tokenRules(config);
  const contract = loadContract();
  const service = await serveUntilStopped(config, (logger) =>
    startService(config, rules, logger, { contract }),
  );
  if (developmentSecret === undefined) return;
  // Loaded on demand, because it loads the code that signs tokens.
  const { welcome } = await import('./welcome.ts');
  const { publicUrl, files } = config;
  const scopes = scopesOf(contract.operations);
  // Behind a proxy, clients see the proxy's certificate.
  const certificateFile = publicUrl === undefined ? files.certificate?.path : undefined;
  process.stderr.write(
    await welcome(publicUrl ?? service.url, rules, developmentSecret, scopes, certificateFile),
  );
}

// Sends a request to a receiver that may be hostile: its URL, its name server and its responses are not trusted.
//
// - The name is resolved once, every address is checked, and the connection goes to one of these addresses. `lookup`
//   returns them, so a name server that would return a different address the second time (DNS rebinding) is not asked
//   again. TLS and `Host` still use the name.
// - Node does not call `lookup` for a host that is an address. `checkUrl` has already checked that address.
// - Redirects are not followed. Only the status of a response is kept.
//
// Uses Node's own `request` instead of `fetch`: `fetch` follows redirects, keeps connections to addresses that were
// checked for an earlier request, and accepts a custom `lookup` only from a dispatcher of the package undici, which may
// differ from the undici in Node. The agents are not the global ones, which use a proxy if NODE_USE_ENV_PROXY is set: a
// proxy would resolve the name again.
import { Agent as HttpAgent, request as requestHttp, type ClientRequest } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { refusedRange } from './addresses.ts';
import { checkUrl, hostOf, type UrlRules } from './check-url.ts';
import { resolveHost } from './resolve-host.ts';

export interface PostOptions extends UrlRules {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /**
   * The time limit from the DNS lookup to the end of the response. Half of it is the limit for connecting,
   * including the TLS handshake.
   */
  readonly timeoutMilliseconds: number;
  /** Cancels the request. */
  readonly signal?: AbortSignal;
  /** The DNS servers to use instead of the system's, each as `address:port`. */
  readonly nameServers?: readonly string[];
}

/** The status of the response, or a sentence that explains why no response arrived. */
export type PostResult = { readonly status: number } | { readonly error: string };

const maxHeaderBytes = 8192;
/**
 * A receiver may explain its status in a body, which is discarded. If it is longer than this, the connection is closed.
 */
const maxBodyBytes = 65_536;
/** How many addresses of each family are tried. All are checked. */
const maxAddresses = 4;

const agents = { 'http:': new HttpAgent(), 'https:': new HttpsAgent() };

/**
 * Sends a POST request. Returns every failure as an `error`, with the host name but none of its addresses. Rejects only
 * for a defect.
 */
export async function post(url: string, options: PostOptions): Promise<PostResult> {
  const { timeoutMilliseconds, allowNetworks, nameServers } = options;
  const checked = checkUrl(url, options);
  if (!checked.ok) return { error: `The URL ${checked.reason}.` };
  const timeout = AbortSignal.timeout(timeoutMilliseconds);
  const signal = options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]);
  const host = hostOf(checked.url);
  try {
    signal.throwIfAborted();
    const addresses = isIP(host) === 0 ? await resolveHost(host, signal, nameServers) : [host];
    const ranges = addresses.map((address) => refusedRange(address, allowNetworks));
    // One refused address is enough: a name with both internal and public addresses is an attack or a mistake.
    const refused = ranges.find((range) => range !== undefined);
    if (refused !== undefined) return { error: `${host} resolves to ${refused}.` };
    const status = await send(checked.url, addresses, options, signal);
    // Node's parser accepts any three digits.
    return status < 100 ? { error: 'The response is not valid HTTP (HPE_INVALID_STATUS).' } : { status };
  } catch (error) {
    if (error instanceof ConnectTimeoutError) return { error: error.message };
    if (timeout.aborted) return { error: `No response within ${timeoutMilliseconds} ms.` };
    if (signal.aborted) return { error: 'The request was canceled.' };
    return { error: explain(error, host) };
  }
}

function send(
  url: URL,
  addresses: readonly string[],
  { headers, body, timeoutMilliseconds }: PostOptions,
  signal: AbortSignal,
): Promise<number> {
  const isSecure = url.protocol === 'https:';
  const common = {
    ...{ method: 'POST', headers, signal, maxHeaderSize: maxHeaderBytes },
    // With `autoSelectFamily`, Node asks `lookup` for all addresses, and tries the next one if a connection fails.
    ...{ lookup: pinned(addresses), autoSelectFamily: true },
  };
  const request = isSecure
    ? // Explicit, because NODE_TLS_REJECT_UNAUTHORIZED changes the default.
      requestHttps(url, { ...common, agent: agents['https:'], rejectUnauthorized: true })
    : requestHttp(url, { ...common, agent: agents['http:'] });
  limitConnecting(request, isSecure ? 'secureConnect' : 'connect', timeoutMilliseconds / 2);
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    // Without a listener, Node closes the connection after a response with 101, and emits neither the response nor an
    // error.
    request.once('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode ?? 0);
    });
    request.once('response', (response) => {
      // An incomplete body is not a failure, because the status is known.
      const finish = () => resolve(response.statusCode ?? 0);
      request.off('error', reject).on('error', finish);
      response.on('error', finish).once('end', finish);
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > maxBodyBytes) request.destroy();
      });
    });
    request.end(body);
  });
}

function pinned(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  const tried = [4, 6].flatMap((family) =>
    found.filter((entry) => entry.family === family).slice(0, maxAddresses),
  );
  return (_host, _options, callback) => callback(null, tried);
}

function limitConnecting(
  request: ClientRequest,
  connected: 'connect' | 'secureConnect',
  milliseconds: number,
): void {
  const error = new ConnectTimeoutError(`No connection within ${milliseconds} ms.`);
  const timer = setTimeout(() => request.destroy(error), milliseconds);
  const stop = () => clearTimeout(timer);
  request.once('socket', (socket) => socket.once(connected, stop));
  request.once('close', stop);
}

class ConnectTimeoutError extends Error {}

/** Whether an error comes from the DNS lookup. */
const isLookupError = (error: object): boolean =>
  'syscall' in error && typeof error.syscall === 'string' && error.syscall.startsWith('query');

/**
 * Explains an error by its code, because its message may contain addresses or text from the receiver's certificate.
 * Rethrows errors that neither the network nor the receiver has caused.
 */
function explain(error: unknown, host: string): string {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) throw error;
  if (error instanceof TypeError) throw error;
  if (isLookupError(error)) return `${host} cannot be resolved (${error.code}).`;
  if (error.code.startsWith('HPE_')) return `The response is not valid HTTP (${error.code}).`;
  return `The connection to ${host} failed (${error.code}).`;
}

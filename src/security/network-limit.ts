// Limits requests that require no user, per network: those for the documentation, the contract, the metrics and unknown
// paths. Also charges the cost of each request to its user, or to its network if the user is unknown.
import type { Request, RequestHandler, Response } from 'express';
import type { Contract } from '../contract/document.ts';
import { operationFor } from '../contract/routes.ts';
import { clientNetwork } from '../http/client-address.ts';
import type { TrustedProxies } from '../http/client-address.ts';
import type { Limit } from './rate-limit.ts';
import { mapMaybePromise } from './maybe-promise.ts';

export interface NetworkLimitOptions {
  readonly subjects: Limit;
  readonly networks: Limit;
  readonly proxies: TrustedProxies;
}

/**
 * Counts requests to public operations and unknown paths. Operations without a 429 in the contract, such as health
 * checks, have no limit. The guard counts requests that require a user.
 */
export function limitNetworks({ routes }: Contract, options: NetworkLimitOptions): RequestHandler {
  const { subjects, networks, proxies } = options;

  function onClose(this: Response): void {
    const { cost, user } = this.req as Request;
    const costs = [0, cost.milliseconds, cost.bytes];
    if (user === undefined) networks.charge(clientNetwork(this.req, proxies), costs);
    else subjects.charge(user.sub, costs);
  }

  return (request, response, next) => {
    const match = routes.find(request.path);
    const operation = match && operationFor(match.route, request.method);
    if (operation !== undefined && !operation.statuses.includes(429)) {
      next();
      return undefined;
    }
    response.on('close', onClose);
    if (operation?.access.kind === 'user') {
      next();
      return undefined;
    }
    return mapMaybePromise(networks.admit(clientNetwork(request, proxies), response), () => {
      next();
    });
  };
}

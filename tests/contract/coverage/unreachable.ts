// The documented responses that no test can cause without fakes, each with its reason.

const nothingToFail =
  'It only returns what is in memory: nothing can fail, and an injected error would prove nothing.';

/** Operation and status → the reason. */
export const unreachable: Readonly<Record<string, string>> = {
  'getHealth 500': nothingToFail,
  'getLiveness 500': nothingToFail,
  'getReadiness 500': 'A database that fails is a 503; nothing else in it can fail.',
  'getMetrics 500': nothingToFail,
  'getContractYaml 500': nothingToFail,
  'getContractJson 500': nothingToFail,
};

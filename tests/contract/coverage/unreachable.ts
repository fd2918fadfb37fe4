// The documented answers that no test can bring about honestly, each with its reason.

const nothingToFail =
  'It only answers what is in memory: nothing can fail, and a fault put in for the test would show nothing.';

/** Operation and status → the reason. */
export const unreachable: Readonly<Record<string, string>> = {
  'getHealth 500': nothingToFail,
  'getLiveness 500': nothingToFail,
  'getReadiness 500': 'A database that fails is a 503; nothing else in it can fail.',
  'getMetrics 500': nothingToFail,
  'getContractYaml 500': nothingToFail,
  'getContractJson 500': nothingToFail,
};

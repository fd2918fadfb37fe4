// The documented responses that no test can cause without fakes, each with its reason.

const nothingToFail =
  'It only returns values from memory, so nothing can fail, and an injected error would prove nothing.';

/** The reasons by operation and status. */
export const unreachable: Readonly<Record<string, string>> = {
  'getHealth 500': nothingToFail,
  'getLiveness 500': nothingToFail,
  'getReadiness 500': 'A failing database causes a 503, and nothing else in this operation can fail.',
  'getMetrics 500': nothingToFail,
  'getContractYaml 500': nothingToFail,
  'getContractJson 500': nothingToFail,
};

// Retries a failed test once if RETRY_FAILED_TESTS is set, as in .ci/run: a shared machine can stall for seconds. Jest
// prints the first error too.
import { jest } from '@jest/globals';

if (process.env['RETRY_FAILED_TESTS']) jest.retryTimes(1, { logErrorsBeforeRetry: true });

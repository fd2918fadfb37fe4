/** The token secret of every service that a test starts. */
export const secret = 'a-secret-for-tests-that-is-long-enough';

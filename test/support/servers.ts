/**
 * The servers that the environment offers to the tests; undefined where there is none, and the suites on it are
 * skipped.
 */

/** The PostgreSQL server that tests may make databases on. */
export const postgresServerUrl = /^postgres(ql)?:\/\//.test(process.env.DATABASE_URL ?? '')
  ? process.env.DATABASE_URL
  : undefined;

/** The Redis server on which tests may keep keys of their own prefix. */
export const redisServerUrl = process.env.REDIS_URL;

/** A connection to Redis that says once that it is gone and once that it is back, and never ends the process. */
import { Redis, type RedisOptions } from 'ioredis';
import { SetupError } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';

const limits = { reconnectMaxMs: 2_000, connectMs: 10_000, commandMs: 5_000, keepAliveMs: 30_000 };

/**
 * For adding and asking: a command fails at once while there is no connection, and after a time-out on one that hangs.
 * @throws {SetupError} for an address that cannot be read.
 */
export function connectToAsk(url: string, log: Log): Redis {
  return connect(url, log, { enableOfflineQueue: false, commandTimeout: limits.commandMs, maxRetriesPerRequest: null });
}

/** For workers, which wait for jobs: a command waits for the connection. */
export function connectToWait(url: string, log: Log): Redis {
  return connect(url, log, { maxRetriesPerRequest: null });
}

function connect(url: string, log: Log, options: RedisOptions): Redis {
  if (!/^rediss?:\/\/./.test(url)) throw new SetupError(['REDIS_URL: not a Redis address → redis://host:port/0']);
  const redis = new Redis(url, {
    ...options,
    connectTimeout: limits.connectMs,
    keepAlive: limits.keepAliveMs,
    retryStrategy: (times) => Math.min(100 * times, limits.reconnectMaxMs),
  });
  // Every queue and worker on this connection listens to it.
  redis.setMaxListeners(100);
  let gone = false;
  redis.on('error', (error: Error & { code?: string }) => {
    if (!gone) log.warn({ code: error.code, error: error.message }, 'Redis cannot be reached; trying again');
    gone = true;
  });
  redis.on('ready', () => {
    if (gone) log.info({}, 'Redis is back');
    gone = false;
  });
  return redis;
}

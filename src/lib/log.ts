/** Structured logs on standard error. They hold ids, codes and counts; never message text, names or secrets. */
import { type DestinationStream, destination, pino } from 'pino';

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug';

export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** Whatever is logged under these names is removed, wherever it stands, two levels deep. */
const secretPaths = ['token', 'password', 'secret', 'text', 'authorization', 'cookie', 'key'].flatMap((name) => [
  name,
  `*.${name}`,
  `*.*.${name}`,
]);

/** @param stream where to write; standard error where not told. */
export function createLog(level: LogLevel, stream: DestinationStream = destination({ dest: 2, sync: false })): Log {
  return pino({ level, redact: { paths: secretPaths, censor: '[redacted]' }, base: undefined }, stream);
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

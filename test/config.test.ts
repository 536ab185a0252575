/** The environment: all faults at once, each with its cure; a file beside it that the environment wins over. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig, readEnvFile } from '../src/config.ts';
import { SetupError } from '../src/lib/errors.ts';

function faultsOf(source: Record<string, string>): readonly string[] {
  try {
    readConfig(source);
  } catch (error) {
    if (error instanceof SetupError) return error.faults;
    throw error;
  }
  return [];
}

describe('configuration', () => {
  it('needs nothing, and listens on this machine only', () => {
    const config = readConfig({});
    expect(config.HOST).toBe('127.0.0.1');
    expect(config.DATA_DIR).toBe('data/local');
    expect(config.DATABASE_URL).toBeUndefined();
    expect(config.ROLES).toEqual(['web', 'receive', 'work']);
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('takes an empty value as none: how .env files leave a name open', () => {
    expect(readConfig({ TELEGRAM_BOT_TOKEN: '', PORT: '' }).PORT).toBe(readConfig({}).PORT);
  });

  it('tells every fault at once, by name and with its cure', () => {
    const faults = faultsOf({ PORT: 'eighty', ROLES: 'web,cook', DATA_KEY: 'short', LOG_LEVEL: 'loud' });
    for (const name of ['PORT', 'ROLES', 'DATA_KEY', 'LOG_LEVEL'])
      expect(faults.filter((fault) => fault.startsWith(name) && fault.includes('→'))).toHaveLength(1);
  });

  it('tells which names need each other', () => {
    const faults = faultsOf({ TELEGRAM_WEBHOOK_URL: 'https://klinik.example/telegram/webhook' });
    expect(faults.some((fault) => fault.includes('TELEGRAM_WEBHOOK_SECRET'))).toBe(true);
  });

  it('never repeats a secret in a fault', () => {
    const faults = faultsOf({ DATA_KEY: 'sangat-rahasia', TELEGRAM_BOT_TOKEN: 'sangat-rahasia' });
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.join('\n')).not.toContain('sangat-rahasia');
  });

  it('reads .env where there is one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'klinik-env-'));
    const file = join(folder, '.env');
    expect(readEnvFile(file)).toEqual({});
    writeFileSync(file, '# nothing\nPORT=9000\nPUBLIC_URL="https://klinik.example"\n');
    expect(readEnvFile(file)).toEqual({ PORT: '9000', PUBLIC_URL: 'https://klinik.example' });
    rmSync(folder, { recursive: true });
  });
});

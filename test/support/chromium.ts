/** The real Chromium for browser tests and pictures: found where the configuration says or where Debian puts it. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { readEnvironment } from '../../src/config.ts';

const usualPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const quietArgs = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @returns the path of a Chromium, or null where CHROMIUM_PATH leads nowhere and none is installed. */
export function findChromium(): string | null {
  const asked = readEnvironment().CHROMIUM_PATH;
  if (asked) return existsSync(asked) ? asked : null;
  return usualPaths.find((path) => existsSync(path)) ?? null;
}

/**
 * Starts Chromium; the caller closes it. For `describe.skipIf(!browser)`: await it at the top of the test file.
 * @returns null, with the reason printed once, where there is none: the suite then skips and says so.
 */
export async function openChromium(extraArgs: readonly string[] = []): Promise<Browser | null> {
  const { CHROMIUM_PATH, CHROMIUM_ARGS } = readEnvironment();
  const executablePath = findChromium();
  if (!executablePath) {
    const tried = CHROMIUM_PATH ?? usualPaths.join(', ');
    console.warn(`browser tests skipped: no Chromium at ${tried} → install chromium, or set CHROMIUM_PATH`);
    return null;
  }
  const configured = CHROMIUM_ARGS.split(' ').filter(Boolean);
  return chromium.launch({ executablePath, args: [...quietArgs, ...configured, ...extraArgs] });
}

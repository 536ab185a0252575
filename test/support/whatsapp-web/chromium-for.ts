/** A Chromium that has the stand-in's arguments built in: those with blanks have no place in CHROMIUM_ARGS. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from '../chromium.ts';
import type { WhatsappWeb } from './whatsapp-web.ts';

/** @param folder where its file is put. @returns its path, for CHROMIUM_PATH. */
export function chromiumFor({ chromiumArgs }: WhatsappWeb, folder: string): string {
  const path = join(folder, 'chromium');
  const args = ['--no-sandbox', '--disable-gpu', ...chromiumArgs].map((arg) => `'${arg}'`).join(' ');
  writeFileSync(path, `#!/bin/sh\nexec ${findChromium()} ${args} "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

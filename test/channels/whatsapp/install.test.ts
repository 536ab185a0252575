/** `npm ci` brings no browser: the library is given a puppeteer that downloads none, and Chromium is the system's. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, it } from 'vitest';

type Manifest = { name: string; version: string; scripts?: Record<string, string>; overrides?: Record<string, string> };
type Lock = { packages: Record<string, { version?: string; hasInstallScript?: boolean }> };

const root = join(import.meta.dirname, '../../..');
const read = <T>(...path: string[]) => JSON.parse(readFileSync(join(root, ...path), 'utf8')) as T;
const lock = read<Lock>('package-lock.json');

it('nothing that an install runs can fetch a browser', () => {
  const withScripts = Object.entries(lock.packages).flatMap(([path, { hasInstallScript }]) =>
    hasInstallScript ? [path.split('node_modules/').at(-1)] : [],
  );
  expect(withScripts).toContain('better-sqlite3');
  expect(withScripts.filter((name) => /puppeteer|playwright|chrom|browser/.test(name ?? ''))).toEqual([]);
});

it('the library’s own puppeteer is the one without a browser, of the version that it asks for', () => {
  const library = createRequire(join(root, 'node_modules/whatsapp-web.js/package.json'));
  const found = JSON.parse(readFileSync(library.resolve('puppeteer/package.json'), 'utf8')) as Manifest;
  expect(found.name).toBe('puppeteer-core');
  expect(found.scripts?.postinstall ?? found.scripts?.install).toBeUndefined();
  const asked = read<{ dependencies: Record<string, string> }>('node_modules/whatsapp-web.js/package.json');
  const [major] = found.version.split('.');
  expect(asked.dependencies.puppeteer).toMatch(new RegExp(`^\\^?${major}\\.`));
});

it('the library is pinned exactly: each version asks other things of the page', () => {
  const { dependencies } = read<{ dependencies: Record<string, string> }>('package.json');
  expect(dependencies['whatsapp-web.js']).toMatch(/^\d+\.\d+\.\d+$/);
  expect(lock.packages['node_modules/whatsapp-web.js']?.version).toBe(dependencies['whatsapp-web.js']);
});

/** The configuration as README.md and .env.example show it, from the schema in config.ts. */
import { environment } from '../../config.ts';

type Entry = { name: string; fallback: string; about: string };

const entries: readonly Entry[] = Object.entries(environment).map(([name, [schema, about]]) => {
  const value: unknown = schema.safeParse(undefined).data;
  const fallback = Array.isArray(value) ? value.join(',') : String(value ?? '');
  return { name, fallback, about };
});

/** @returns the table of README.md. */
export function configurationTable(): string {
  const rows = entries.map(
    ({ name, fallback, about }) =>
      `| \`${name}\` | ${fallback === '' ? '–' : `\`${fallback}\``} | ${about.replaceAll('|', '\\|')} |`,
  );
  return ['| name | default | what it does |', '| --- | --- | --- |', ...rows].join('\n');
}

/** @returns the whole of .env.example: every name, switched off, with its default. */
export function envExample(): string {
  const opening = `# Every name that the desk reads. Copy this file to .env and take the # away where you set a value.\n`;
  const blocks = entries.map(({ name, fallback, about }) => `# ${about}\n# ${name}=${fallback}\n`);
  return [opening, ...blocks].join('\n');
}

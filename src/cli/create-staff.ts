/**
 * `npm run create-staff -- --name … --username … --role …`: makes an account; its password is told once, on standard
 * output.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readEnvironment } from '../config.ts';
import { requireTables } from '../db/migrate.ts';
import { defaultDatabaseUrl, openDatabase, parseDatabaseUrl } from '../db/open.ts';
import { transact } from '../db/transact.ts';
import { loadReference } from '../desk/reference/reference.ts';
import { createStaff, type NewStaff } from '../desk/staff/staff-store.ts';
import { systemClock } from '../lib/clock.ts';
import { DomainError, SetupError } from '../lib/errors.ts';
import { createIds } from '../lib/ids.ts';
import type { StaffRole } from '../model.ts';

const roles: readonly StaffRole[] = ['administrator', 'coordinator', 'consultant', 'front_desk'];
const usage = `npm run create-staff -- --name "Siti Rekaan" --username siti --role consultant --department dpkp
  --role        ${roles.join(', ')}
  --department  a key of data/departments.yml; for consultants only`;

try {
  await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  for (const fault of error.faults) console.error(fault);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const account = readArguments(process.argv.slice(2));
  const config = readEnvironment();
  const departments = [...loadReference(join(import.meta.dirname, '../../data')).departments.keys()];
  const url = config.DATABASE_URL ?? defaultDatabaseUrl(config.DATA_DIR);
  const address = parseDatabaseUrl(url);
  if (address.dialect === 'sqlite' && (address.file === null || !existsSync(address.file)))
    throw new SetupError(['there is no database yet → start the desk once, or run: npm run migrate']);
  const database = openDatabase(url);
  try {
    await requireTables(database.db);
    const tools = { clock: systemClock, ids: createIds(systemClock) };
    const { staff, password } = await transact(database.db, (trx) => createStaff(trx, account, departments, tools));
    const place = staff.department === null ? staff.role : `${staff.role}, ${staff.department}`;
    console.error(
      `Made ${staff.username} (${staff.name}; ${place}). The password, shown once, changed at first sign-in:`,
    );
    console.log(password);
  } catch (error) {
    throw error instanceof DomainError ? new SetupError([refusalWords(error, departments)]) : error;
  } finally {
    await database.close();
  }
}

/** @throws {SetupError} with the usage, for arguments that are missing or unknown. */
function readArguments(args: string[]): NewStaff {
  const text = { type: 'string' } as const;
  let values: { name?: string; username?: string; role?: string; department?: string };
  try {
    ({ values } = parseArgs({ args, options: { name: text, username: text, role: text, department: text } }));
  } catch (error) {
    throw new SetupError([(error as Error).message, usage]);
  }
  const { name, username, role, department } = values;
  const known = roles.find((one) => one === role);
  const faults = [
    ...(name ? [] : ['--name: missing → the name as citizens and colleagues read it']),
    ...(username ? [] : ['--username: missing → the name to sign in with']),
    ...(known ? [] : [`--role: ${role ? `${role} is none` : 'missing'} → ${roles.join(', ')}`]),
  ];
  if (!name || !username || !known) throw new SetupError([...faults, usage]);
  return { name, username, role: known, department: department ?? null };
}

function refusalWords(refusal: DomainError, departments: readonly string[]): string {
  const cures: Readonly<Record<string, string>> = {
    'username-bad': '--username: not usable → 3 to 40 of a–z 0–9 . _ -, beginning with a letter or digit',
    'username-taken': '--username: somebody has it → take another',
    'name-bad': '--name: not usable → 2 to 80 characters',
    'department-needed': `--department: missing → a consultant has one of ${departments.join(', ')}`,
    'department-unknown': `--department: unknown → ${departments.join(', ')}`,
    'department-not-allowed': '--department: only consultants have one → leave it out',
  };
  return cures[refusal.code] ?? refusal.message;
}

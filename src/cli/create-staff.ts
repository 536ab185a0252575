/**
 * `npm run create-staff -- --name … --username … --role …`: makes an account; its password is told once, on standard
 * output.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readEnvironment } from '../config.ts';
import { transact } from '../db/transact.ts';
import { loadReference } from '../desk/reference/reference.ts';
import { createStaff, type NewStaff } from '../desk/staff/staff-store.ts';
import { systemClock } from '../lib/clock.ts';
import { DomainError, SetupError } from '../lib/errors.ts';
import { createIds } from '../lib/ids.ts';
import type { StaffRole } from '../model.ts';
import { runCommand, withDatabase } from './command.ts';

const roles: readonly StaffRole[] = ['administrator', 'coordinator', 'consultant', 'front_desk'];
const usage = `npm run create-staff -- --name "Siti Rekaan" --username siti --role consultant --department dpkp
  --role        ${roles.join(', ')}
  --department  a key of data/departments.yml; for consultants only`;

await runCommand(main);

async function main(): Promise<void> {
  const account = readArguments(process.argv.slice(2));
  const config = readEnvironment();
  const departments = [...loadReference(join(import.meta.dirname, '../../data')).departments.keys()];
  await withDatabase(config, async (db) => {
    const tools = { clock: systemClock, ids: createIds(systemClock) };
    const { staff, password } = await transact(db, (trx) => createStaff(trx, account, departments, tools)).catch(
      (error) => {
        throw error instanceof DomainError ? new SetupError([refusalWords(error, departments)]) : error;
      },
    );
    const place = staff.department === null ? staff.role : `${staff.role}, ${staff.department}`;
    console.error(
      `Made ${staff.username} (${staff.name}; ${place}). The password, shown once, changed at first sign-in:`,
    );
    console.log(password);
  });
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

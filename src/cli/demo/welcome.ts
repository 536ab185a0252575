/** What the demo prints once it runs: where to look, and as whom to sign in. */
import type { Department } from '../../desk/reference/reference.ts';
import type { StaffRole } from '../../model.ts';
import type { SeedStaff } from './seed-files.ts';

const roles: readonly (readonly [StaffRole, string])[] = [
  ['coordinator', 'Bagian Pemerintahan: triage, all cases, settings'],
  ['administrator', 'accounts and faults'],
  ['front_desk', 'Ruang Kilisuci'],
];

/** @param given.link brings a browser into the web chat as one of the residents. */
export function welcome(given: {
  url: string;
  staff: SeedStaff;
  departments: ReadonlyMap<string, Department>;
  link: string;
}): string {
  const { url, staff, departments, link } = given;
  const row = (usernames: readonly string[], what: string) => `    ${usernames.join(', ').padEnd(32)}${what}`;
  const of = (department: string) => staff.people.filter((one) => one.department === department);
  const lines = [
    'Klinik Prodamas Plus, demo: everybody and everything in it is made up',
    `  console   ${url}/masuk`,
    `  web chat  ${url}/chat          as yourself`,
    `            ${link}`,
    `            as ${staff.visit}, a resident who is being answered`,
    '',
    `  Sign in with the password  ${staff.password}  as`,
    ...roles.map(([role, what]) =>
      row(
        staff.people.filter((one) => one.role === role).map((one) => one.username),
        what,
      ),
    ),
    ...[...departments.values()].map((department) =>
      row(
        of(department.key).map((one) => one.username),
        department.name,
      ),
    ),
    '',
    '  Telegram is played by a stand-in; nothing leaves this machine. Stop with Ctrl+C.',
  ];
  return `\n${lines.join('\n')}\n\n`;
}

/** Accounts of staff, for administrators: who there is, a new one, a new password, an end. */
import { transact } from '../../db/transact.ts';
import { createStaff, disableStaff, enableStaff, listStaff, resetPassword } from '../../desk/staff/staff-store.ts';
import { DomainError } from '../../lib/errors.ts';
import type { StaffId, StaffRole } from '../../model.ts';
import type { ConsoleContext, ConsoleParts } from '../console-deps.ts';
import { HttpRefusal } from '../errors.tsx';
import { flashOf, withFlash } from '../flash.ts';
import { oneOf, textField } from '../form.ts';
import { roleLabels } from '../labels.ts';
import { refusalWords } from '../refusal-words.ts';
import { render } from '../render.ts';
import { Notice, PageHead } from '../views/parts.tsx';
import { NewStaffForm, PasswordOnce, type StaffDraft, StaffTable } from '../views/staff-views.tsx';

/** GET /petugas */
export async function showStaff(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  return await renderStaff(context, parts, {});
}

/** POST /petugas: a new account; its password is on this answer and nowhere else. */
export async function createAccount(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const form = context.get('form');
  const draft: StaffDraft = {
    name: textField(form, 'nama'),
    username: textField(form, 'pengguna'),
    role: oneOf(textField(form, 'peran'), Object.keys(roleLabels) as StaffRole[]),
    department: textField(form, 'opd') || null,
  };
  try {
    if (!draft.role) throw new DomainError('role-bad');
    const account = { ...draft, role: draft.role };
    const departments = [...parts.reference.departments.keys()];
    const made = await transact(parts.db, (trx) => createStaff(trx, account, departments, parts));
    parts.log.info({ staffId: made.staff.id, by: context.get('login').staff.id }, 'account made');
    return await renderStaff(context, parts, { once: { name: made.staff.name, ...made } });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return await renderStaff(context, parts, { draft, fault: refusalWords(error) });
  }
}

/** POST /petugas/:id/sandi */
export async function renewPassword(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const staff = await needAccount(context, parts);
  const password = await transact(parts.db, (trx) => resetPassword(trx, staff.id, parts));
  parts.log.info({ staffId: staff.id, by: context.get('login').staff.id }, 'password renewed');
  return await renderStaff(context, parts, { once: { name: staff.name, staff, password } });
}

/** POST /petugas/:id/nonaktif */
export async function disableAccount(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const staff = await needAccount(context, parts);
  const { id: by } = context.get('login').staff;
  try {
    if (staff.id === by) throw new DomainError('own-account');
    await transact(parts.db, (trx) => disableStaff(trx, staff.id, parts.clock.now()));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return await renderStaff(context, parts, { fault: refusalWords(error) });
  }
  parts.log.info({ staffId: staff.id, by }, 'account disabled');
  return context.redirect(withFlash('/petugas', 'dinonaktifkan'), 303);
}

/** POST /petugas/:id/aktif */
export async function enableAccount(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const staff = await needAccount(context, parts);
  await transact(parts.db, (trx) => enableStaff(trx, staff.id));
  parts.log.info({ staffId: staff.id, by: context.get('login').staff.id }, 'account enabled');
  return context.redirect(withFlash('/petugas', 'diaktifkan'), 303);
}

type Aftermath = { once?: Parameters<typeof PasswordOnce>[0]; draft?: StaffDraft; fault?: string };

async function renderStaff(context: ConsoleContext, parts: ConsoleParts, after: Aftermath): Promise<Response> {
  const { staff, csrf } = context.get('login');
  const accounts = await listStaff(parts.db);
  const notice = flashOf(context.req.query('kabar'));
  const body = (
    <div class="page">
      <PageHead
        title="Petugas"
        aside={
          <a class="button primary new-link" href="#akun-baru">
            Akun baru
          </a>
        }
      >
        Siapa yang bisa masuk ke sini, dan sebagai apa.
      </PageHead>
      {notice && <Notice tone={notice.tone}>{notice.text}</Notice>}
      {after.once && <PasswordOnce {...after.once} />}
      {after.fault && (
        <Notice tone="bata" alert>
          {after.fault}
        </Notice>
      )}
      <div class="with-side">
        <StaffTable
          accounts={accounts}
          reader={staff}
          csrf={csrf}
          reference={parts.reference}
          now={parts.clock.now()}
        />
        <NewStaffForm csrf={csrf} reference={parts.reference} draft={after.draft} />
      </div>
    </div>
  );
  return await render(context, parts, { title: 'Petugas', body, status: after.fault ? 422 : 200 });
}

async function needAccount(context: ConsoleContext, parts: ConsoleParts) {
  const id = context.req.param('id') as StaffId;
  const found = (await listStaff(parts.db)).find((account) => account.id === id);
  if (!found) throw new HttpRefusal(404);
  return found;
}

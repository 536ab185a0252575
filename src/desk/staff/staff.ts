/** Somebody who works at the desk: the account as the rest of the desk knows it. */
import type { Selectable } from 'kysely';
import type { StaffTable } from '../../db/database.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Ids } from '../../lib/ids.ts';
import type { DepartmentKey, Millis, StaffId, StaffRole } from '../../model.ts';

/** Somebody who signs in to the console. A consultant has a department, the other roles have none. */
export type Staff = {
  id: StaffId;
  username: string;
  name: string;
  role: StaffRole;
  department: DepartmentKey | null;
  mustChangePassword: boolean;
  disabledAt: Millis | null;
};

export type StaffTools = { clock: Clock; ids: Ids };

export function staffFrom(row: Selectable<StaffTable>): Staff {
  return {
    id: row.id,
    username: row.username,
    name: row.name,
    role: row.role,
    department: row.department,
    mustChangePassword: row.must_change_password === 1,
    disabledAt: row.disabled_at,
  };
}

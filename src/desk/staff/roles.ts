/** What each role may do: the one table of permissions. Which tickets one sees is `tickets/visibility.ts`'s to say. */
import type { StaffRole } from '../../model.ts';

export type Permission =
  /** Work a department's tickets: queue, page, claim, reply, hand over, resolve. */
  | 'tickets.work'
  /** Read tickets of all departments that are not confidential. */
  | 'tickets.read-all'
  /** Give a ticket of the coordinator's triage to a department. */
  | 'triage.assign'
  /** Read and export the case log, read figures. */
  | 'cases.read'
  /** Read what was masked on arrival; each time is an event. */
  | 'originals.reveal'
  /** Decide which corrected routings triage learns from. */
  | 'lessons.review'
  /** Confirm clinic dates and deadline classes. */
  | 'settings.confirm'
  /** Accounts: create, disable, new password. */
  | 'staff.manage'
  /** Channels, dead letters, queue counts. */
  | 'operations.manage';

const permissions: Readonly<Record<StaffRole, readonly Permission[]>> = {
  administrator: ['tickets.read-all', 'cases.read', 'staff.manage', 'operations.manage'],
  coordinator: ['tickets.read-all', 'triage.assign', 'lessons.review', 'cases.read', 'settings.confirm'],
  consultant: ['tickets.work', 'originals.reveal'],
  // Works the clinic day, which has its own pages; sees no ticket.
  front_desk: [],
};

/** @returns whether a role has a permission. */
export function can(staff: { role: StaffRole }, permission: Permission): boolean {
  return permissions[staff.role].includes(permission);
}

/** @returns all permissions of a role, for tests that walk them and for the console's menu. */
export function permissionsOf(role: StaffRole): readonly Permission[] {
  return permissions[role];
}

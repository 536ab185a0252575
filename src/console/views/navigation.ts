/** What stands in the navigation: the pages that somebody's permissions open, in the order of their day. */
import { can, type Permission } from '../../desk/staff/roles.ts';
import type { Staff } from '../../desk/staff/staff.ts';
import type { IconName } from './icon.tsx';

export type NavEntry = {
  href: string;
  label: string;
  icon: IconName;
  /** Shown as a badge where it is not 0. Undefined: this entry has no count. */
  count?: number;
  /** A count here asks for somebody. */
  isHot?: boolean;
};

/** Counts that stand in the navigation, by the path of their entry. */
export type NavCounts = Readonly<Record<string, number>>;

type Entry = Omit<NavEntry, 'count'> & { for: (staff: Staff) => boolean };

const needs = (permission: Permission) => (staff: Staff) => can(staff, permission);

const entries: readonly Entry[] = [
  { href: '/ringkasan', label: 'Ringkasan', icon: 'home', for: needs('tickets.read-all') },
  { href: '/triase', label: 'Triase', icon: 'split', isHot: true, for: needs('triage.assign') },
  {
    href: '/antrean',
    label: 'Antrean',
    icon: 'inbox',
    for: (staff) => can(staff, 'tickets.work') || can(staff, 'tickets.read-all'),
  },
  { href: '/kasus', label: 'Kasus', icon: 'list', for: needs('cases.read') },
  {
    href: '/ruang',
    label: 'Ruang',
    icon: 'calendar',
    for: (staff) => ['consultant', 'front_desk'].includes(staff.role),
  },
  { href: '/pengaturan', label: 'Pengaturan', icon: 'sliders', for: needs('settings.confirm') },
  { href: '/petugas', label: 'Petugas', icon: 'people', for: needs('staff.manage') },
  { href: '/gangguan', label: 'Gangguan', icon: 'pulse', isHot: true, for: needs('operations.manage') },
];

/** @returns the entries for somebody, with those counts that are known. */
export function navigationFor(staff: Staff, counts: NavCounts): NavEntry[] {
  return entries
    .filter((entry) => entry.for(staff))
    .map(({ for: _, ...entry }) => ({ ...entry, count: counts[entry.href] }));
}

/** @returns where somebody begins the day: the first page of theirs. */
export function startPageOf(staff: Staff): string {
  return navigationFor(staff, {})[0]?.href ?? '/ruang';
}

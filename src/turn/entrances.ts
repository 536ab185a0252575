/** The flows that a turn starts by itself. Every other flow is called by one of them; `check-flows` holds both to it. */
export const entrances = [
  'welcome',
  'matter',
  'outside',
  'other',
  'booking',
  'status',
  'greet',
  'thanks',
  'human',
  'hours',
  'abuse',
  'emergency',
  'help',
  'stop',
  'solved',
  'which-ticket',
  'system/old-choice',
  'system/flow-changed',
  'system/stale',
] as const;

export type Entrance = (typeof entrances)[number];

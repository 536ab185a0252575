/**
 * The flows that a turn starts by itself, each with the variables that it is given. Every other flow is called by one
 * of these; `check-flows` holds the files of flows/ to it.
 */

/** What is known of somebody's words: `matterVars`. */
const matter = [
  'text',
  'messages',
  'intent',
  'krama',
  'codes',
  'decision',
  'confidential',
  'department',
  'topic',
  'options',
  'outsideLine',
  'asked',
  'accusesInspektorat',
  'asks',
] as const;

export const entrances = {
  welcome: [],
  /** `owned`: a department owns the next reply. */
  matter: [...matter, 'owned'],
  outside: matter,
  other: matter,
  booking: matter,
  status: matter,
  greet: matter,
  thanks: matter,
  human: matter,
  hours: matter,
  abuse: [...matter, 'first'],
  emergency: [...matter, 'emergencyWay'],
  help: [],
  about: [],
  withdraw: matter,
  stop: [],
  solved: ['code', 'verdict', 'text', 'messages'],
  'join-chat': [],
  /** `confided`: the ticket told in confidence that may be meant. */
  'which-ticket': [...matter, 'confided'],
  'system/old-choice': [],
  'system/flow-changed': [],
  'system/stale': [],
} as const satisfies Record<string, readonly string[]>;

export type Entrance = keyof typeof entrances;

/** A limit on everything a talk can do, by name, units last. */
export const limits = {
  /** Steps walked for one turn: a flow that loops is a bug, not a hang. */
  stepsPerTurnMax: 60,
  /** Flows inside each other, those counted in that wait below a question in between. */
  framesMax: 6,
  /** Calls inside each other. A talk that is begun on top of others leaves room for so many frames. */
  callsDeepMax: 3,
  /** Characters of one reply; longer ones are cut by the channel into parts. */
  replyCharsMax: 3_000,
  /** Characters of a citizen's turn that are read for meaning; all of it is kept. */
  turnCharsMax: 6_000,
  choicesMax: 8,
  /** A question that was put so often without an answer that fits goes its other way. */
  questionTriesMax: 2,
  /** A talk that rested so long starts again kindly. */
  sessionIdleHoursMax: 24,
} as const;

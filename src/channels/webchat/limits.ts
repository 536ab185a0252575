/** Every limit of the web chat in one place, units last: a public page without sign-in needs one on everything. */

/** So many in so many seconds. */
export type Rate = { count: number; seconds: number };

export type WebchatLimits = {
  /** Longest message, in UTF-16 units. */
  textCharsMax: number;
  /** Body of a text message, JSON and all. */
  bodyBytesMax: number;
  /** One photo, voice note or document. */
  fileBytesMax: number;
  /** Uploads read at the same time by this process; each holds its bytes in memory. */
  uploadsAtOnceMax: number;
  /** Files that wait in the spool: beyond this nothing fetches them, and the disk must not fill. */
  spoolFilesMax: number;
  /** A fetched file stays this long, for a fetcher that died before it had stored it. */
  spoolFetchedMs: number;
  /** A file that nobody fetched in this time belongs to no message. */
  spoolForgottenMs: number;
  /** Writing, by one visitor; and by one network: phones of a whole quarter may share one address. */
  messagesPerVisitor: Rate;
  messagesPerNetwork: Rate;
  uploadsPerVisitor: Rate;
  uploadsPerNetwork: Rate;
  /** Reading: history, polls, receipts, streams opened. */
  readsPerVisitor: Rate;
  readsPerNetwork: Rate;
  /** Links that carry the conversation elsewhere, made. */
  linksPerVisitor: Rate;
  linksPerNetwork: Rate;
  /** The page and the return link, which need no visitor. */
  pagesPerNetwork: Rate;
  /** Open streams: tabs of one visitor, phones behind one address, all of this process. */
  streamsPerVisitorMax: number;
  streamsPerNetworkMax: number;
  streamsMax: number;
  /** A stream ends after this long and is opened anew, so that half-open connections do not pile up. */
  streamMs: number;
  /** Bytes that a slow phone may lag behind before its stream is closed; it comes back and reads on. */
  streamLagBytesMax: number;
  /** How often an open stream looks for what other processes wrote. */
  pollMs: number;
  heartbeatMs: number;
  /** Messages in one read of the mailbox. */
  pageItemsMax: number;
  /** Messages younger than this may still be overtaken by one with a lower number that commits later. */
  settleMs: number;
  /** A return link opens the conversation until this long after it was made or used last. */
  returnLinkDays: number;
  /** A link into Telegram is pressed within this time. */
  startLinkMinutes: number;
};

const megabyte = 1024 * 1024;

export const webchatLimits: WebchatLimits = {
  textCharsMax: 4_000,
  bodyBytesMax: 32 * 1024,
  fileBytesMax: 10 * megabyte,
  uploadsAtOnceMax: 4,
  spoolFilesMax: 2_000,
  spoolFetchedMs: 6 * 60 * 60_000,
  spoolForgottenMs: 14 * 24 * 60 * 60_000,
  messagesPerVisitor: { count: 20, seconds: 60 },
  messagesPerNetwork: { count: 200, seconds: 60 },
  uploadsPerVisitor: { count: 12, seconds: 300 },
  uploadsPerNetwork: { count: 60, seconds: 300 },
  readsPerVisitor: { count: 240, seconds: 60 },
  readsPerNetwork: { count: 2_400, seconds: 60 },
  linksPerVisitor: { count: 10, seconds: 300 },
  linksPerNetwork: { count: 200, seconds: 300 },
  pagesPerNetwork: { count: 300, seconds: 60 },
  streamsPerVisitorMax: 4,
  streamsPerNetworkMax: 200,
  streamsMax: 2_000,
  streamMs: 15 * 60_000,
  streamLagBytesMax: 256 * 1024,
  pollMs: 1_000,
  heartbeatMs: 20_000,
  pageItemsMax: 40,
  settleMs: 15_000,
  returnLinkDays: 30,
  startLinkMinutes: 30,
};

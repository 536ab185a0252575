/** What the workers are given: a turn's tools and the channels. */
import type { ChannelAdapter } from '../channels/channel-adapter.ts';
import type { ChannelName } from '../model.ts';
import type { TurnDeps } from '../turn/turn.ts';

export type WorkerDeps = TurnDeps & {
  channels: ReadonlyMap<ChannelName, ChannelAdapter>;
  /** Received files lie in `files` below it. */
  dataDir: string;
};

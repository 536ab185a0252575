/** What a person sees and does to link the account: a QR, a code for the phone, a new beginning. */
import type { Clock } from '../../lib/clock.ts';
import { DomainError } from '../../lib/errors.ts';
import type { ChannelLink, LinkState } from '../channel-adapter.ts';
import type { StatusKeeper } from './status.ts';
import type { Supervisor } from './supervisor.ts';

export type Link = {
  readonly shown: ChannelLink;
  /** @param text undefined: there is none any more. */
  showQr(text: string | undefined): void;
};

export function createLink(deps: { status: StatusKeeper; clock: Clock; supervisor(): Supervisor | undefined }): Link {
  const { status, clock } = deps;
  let waiting: Pick<LinkState, 'qr' | 'code'> = {};
  const session = () => deps.supervisor()?.session();

  return {
    showQr(text) {
      waiting = text === undefined ? {} : { ...waiting, qr: { text, at: clock.now() } };
      status.touch();
    },
    shown: {
      read: () => ({ ...waiting, account: session()?.client.account(), memoryBytes: deps.supervisor()?.memoryBytes() }),
      changes: () => status.changes(),
      follow: (follower) => status.follow(follower),
      async requestCode(phone) {
        const now = session();
        if (!now?.isUnlinked()) throw new DomainError('link-not-waiting');
        const text = await now.client.pairingCode(phone).catch(() => {
          throw new DomainError('link-refused');
        });
        waiting = { ...waiting, code: { text, at: clock.now() } };
        status.touch();
      },
      restart: () => deps.supervisor()?.restart(),
    },
  };
}

/**
 * Small line pictures out of one file, drawn on a 24-unit grid. Always beside words, never the only bearer of a
 * meaning.
 */
import type { FC } from 'hono/jsx';
import { assetUrl } from '../assets.ts';

export type IconName =
  | 'inbox'
  | 'split'
  | 'list'
  | 'book'
  | 'people'
  | 'sliders'
  | 'pulse'
  | 'calendar'
  | 'home'
  | 'search'
  | 'photo'
  | 'voice'
  | 'file'
  | 'pin'
  | 'clock'
  | 'check'
  | 'checks'
  | 'alert'
  | 'info'
  | 'back'
  | 'send'
  | 'lock'
  | 'key'
  | 'out'
  | 'help'
  | 'hand'
  | 'forward'
  | 'note'
  | 'eye'
  | 'retry'
  | 'download'
  | 'plus';

export const Icon: FC<{ name: IconName; small?: boolean }> = ({ name, small }) => (
  <svg class={small ? 'icon icon-s' : 'icon'} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <use href={`${assetUrl('icons.svg')}#${name}`} />
  </svg>
);

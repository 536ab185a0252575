/** A bar that shows a share of a whole. Its meaning always stands beside it in words. */
import type { FC } from 'hono/jsx';

export const Gauge: FC<{ share: number; tone?: 'near' | 'late' | '' }> = ({ share, tone = '' }) => (
  <svg class={`gauge ${tone}`} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    <rect class="track" width="100" height="8" />
    <rect class="fill" width={Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10} height="8" />
  </svg>
);

/** Small parts that many pages use: hidden tokens, notices, moments in time, empty pages. */
import type { Child, FC } from 'hono/jsx';
import { isoWib } from '../../lib/wib.ts';
import type { Millis } from '../../model.ts';
import { assetUrl } from '../assets.ts';
import type { Tone } from '../labels.ts';
import { agoWords, exactWords } from '../time-words.ts';
import { Icon, type IconName } from './icon.tsx';

/** The token without which no form is accepted. */
export const Csrf: FC<{ token: string }> = ({ token }) => <input type="hidden" name="_csrf" value={token} />;

/** An instant, said as what it means, with the exact one behind it. */
export const Moment: FC<{ at: Millis; now: Millis; words?: string }> = ({ at, now, words }) => (
  <time datetime={isoWib(at)} title={exactWords(at)}>
    {words ?? agoWords(at, now)}
  </time>
);

export const Tag: FC<{ tone?: Tone; icon?: IconName; children?: Child }> = ({ tone, icon, children }) => (
  <span class={tone ? `tag ${tone}` : 'tag'}>
    {icon && <Icon name={icon} small />}
    {children}
  </span>
);

const noticeIcons: Record<Tone, IconName> = { '': 'info', teal: 'info', kunir: 'alert', bata: 'alert', daun: 'check' };

/** A message of the page to its reader. `alert` makes a screen reader say it at once. */
export const Notice: FC<{ tone?: Tone; alert?: boolean; children?: Child }> = ({ tone = 'teal', alert, children }) => (
  <div class={`notice ${tone}`} role={alert ? 'alert' : 'status'}>
    <Icon name={noticeIcons[tone]} />
    <div>{children}</div>
  </div>
);

/** A page without content says what to do next. */
export const Empty: FC<{ title: string; children?: Child }> = ({ title, children }) => (
  <div class="empty">
    <img src={assetUrl('mark.svg')} alt="" width="72" height="72" />
    <h2>{title}</h2>
    {children}
  </div>
);

/** Where the script says that a list changed. Lies above the list and takes no place: nothing moves when it comes. */
export const News: FC = () => <p class="news" id="kabar-antrean" role="status" />;

type PagerProps = { label: string; page: number; pages: number; to: (page: number) => string };

/** Back and forth through a long list. */
export const Pager: FC<PagerProps> = ({ label, page, pages, to }) =>
  pages === 1 ? null : (
    <nav class="pager actions" aria-label={label} id="halaman">
      {page > 1 && (
        <a class="button" href={to(page - 1)}>
          Sebelumnya
        </a>
      )}
      <span class="small quiet">
        {page} dari {pages}
      </span>
      {page < pages && (
        <a class="button" href={to(page + 1)}>
          Berikutnya
        </a>
      )}
    </nav>
  );

export const PageHead: FC<{ title: string; children?: Child; aside?: Child }> = ({ title, children, aside }) => (
  <div class="page-head">
    <h1>{title}</h1>
    {aside}
    {children && <p>{children}</p>}
  </div>
);

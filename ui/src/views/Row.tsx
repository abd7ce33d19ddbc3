import { Component } from 'preact';
import { moment, person, size } from '../format';
import { t } from '../i18n/t';
import { Icon } from '../parts/Icon';
import { RecipientChip } from '../parts/Recipient';
import { Tag } from '../parts/Tag';
import { fits } from '../query';
import { prefs } from '../store/prefs';
import type { Row as RowData } from '../wire';

interface Props {
  row: RowData;
  /** Place in the list, from 1, and length of the list. */
  place: number;
  of: number;
  /** Keys act on it. */
  active: boolean;
  /** It is open. */
  current: boolean;
  picked: boolean;
  /** What recipients are searched for, in lower case. */
  sought: string;
  /** Somebody else has deleted it. */
  gone: boolean;
  /** Quick actions lie over its time. */
  hot: boolean;
}

/** lead returns the recipient to show: the one that is searched for, else one of one's own, else the first. */
export function lead(rcpt: string[], sought: string, mine: string[] = []): string {
  return (sought && rcpt.find((address) => address.toLowerCase().includes(sought))) || rcpt.find((address) => mine.some((pattern) => fits(pattern, address))) || rcpt[0] || '';
}

/** Row is one message in the list. Its name for screen readers is what is written in it. */
export class Row extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    const now = this.props;
    return (Object.keys(next) as (keyof Props)[]).some((key) => next[key] !== now[key]);
  }

  override render({ row, place, of, active, current, picked, sought, gone, hot }: Props) {
    const unread = row.flags?.includes('unread');
    const name = ['row', unread && 'unread', active && 'active', current && 'current', gone && 'gone', hot && 'hot'].filter(Boolean).join(' ');
    return (
      <div class={name} role="option" id={`m-${row.id}`} aria-selected={picked} aria-current={current || undefined} aria-disabled={gone || undefined} aria-posinset={place} aria-setsize={of}>
        <span class="dot" aria-hidden="true" />
        <span class="box" aria-hidden="true" data-pick />
        <span class="line">
          {gone && <span class="defect">{t('row.gone')}</span>}
          {unread && <span class="sr">{t('row.unread')} </span>}
          <Mark flags={row.flags} flag="pinned" icon="pin" />
          <Mark flags={row.flags} flag="injected" icon="send" />
          <span class="who" dir="auto">{person(row.from)}</span>
          {row.tags?.map((tag) => <Tag key={tag} name={tag} />)}
          <span class="when">{moment(row.t, Date.now())}</span>
        </span>
        <span class="line">
          <RecipientChip address={lead(row.rcpt, sought, prefs.value.mine)} more={row.rcptN - 1} />
          {row.flags?.includes('rewritten') && <span class="mbox">{t('row.in', { mailbox: row.mbox.join(', ') })}</span>}
          {row.flags?.includes('external') && <span class="mark-external">{t('row.external')}</span>}
          <Extent row={row} />
        </span>
        <span class="line">
          <span class="subject" dir="auto">{row.subj || t('row.noSubject')}</span>
          <span class="snippet" dir="auto">{row.snip}</span>
        </span>
      </div>
    );
  }
}

/** Mark is a picture for something that is so of a message, with its hidden name. */
function Mark({ flags, flag, icon }: { flags: RowData['flags']; flag: 'pinned' | 'injected'; icon: string }) {
  if (!flags?.includes(flag)) return null;
  return (
    <>
      <Icon name={icon} />
      <span class="sr">{t(`row.${flag}`)} </span>
    </>
  );
}

function Extent({ row }: { row: RowData }) {
  return (
    <span class="extent">
      {row.flags?.includes('warn') && (
        <span class="defect">
          <Icon name="warn" />
          <span class="sr">{t('row.warn')}</span>
        </span>
      )}
      {row.att ? (
        <span class="att">
          <Icon name="clip" />
          {row.att}
          <span class="sr"> {t('row.attachments', { n: row.att })}</span>
        </span>
      ) : null}
      <span class="size">{size(row.size)}</span>
    </span>
  );
}

/** Skeleton stands where a row will be once it is fetched. */
export function Skeleton({ place, of }: { place: number; of: number }) {
  return (
    <div class="row skeleton" role="option" aria-selected="false" aria-busy="true" aria-posinset={place} aria-setsize={of}>
      <span class="line" />
      <span class="line" />
      <span class="line" />
    </div>
  );
}

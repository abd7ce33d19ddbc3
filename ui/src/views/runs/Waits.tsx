import { useState } from 'preact/hooks';
import * as api from '../../api';
import { copy, failed, search } from '../../actions';
import { at } from '../../base';
import { ago, moment } from '../../format';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { Link } from '../../parts/Link';
import { RecipientChip } from '../../parts/Recipient';
import { now } from '../../store/app';
import type { Row, Wait, WaitOver } from '../../wire';

/** alike returns a message that a wait much like this one found: what the near ones should have been. */
export function alike(one: WaitOver, over: WaitOver[]): string {
  const terms = new Set(one.q.split(' '));
  let best = { id: '', shared: 0 };
  for (const other of over) {
    const shared = other.q.split(' ').filter((term) => terms.has(term)).length;
    if (other.outcome === 'found' && shared > best.shared) best = { id: other.found[0] ?? '', shared };
  }
  return best.id;
}

/** Hint says how to wait, where nobody has. */
export function Hint() {
  return (
    <div class="state">
      <p>{t('run.none')}</p>
      <code>{`curl '${new URL(at('v1/wait'), location.href).href}?q=rcpt:anna&timeout=30s'`}</code>
    </div>
  );
}

/** Going is a wait that is under way. */
export function Going({ one }: { one: Wait }) {
  return (
    <li class="going">
      <span class="sign" aria-hidden="true">…</span>
      <div>
        <Query one={one} />
        <p class="dim">{t('run.going', { since: ago(Date.parse(one.began), now.value) })}</p>
      </div>
    </li>
  );
}

const SIGNS = { found: '✓', quiet: '✓', timeout: '✗', unwanted: '✗' };

/** Over is a wait that has ended, with what came of it or came near; like is a message that was found by one like it. */
export function Over({ one, like }: { one: WaitOver; like: string }) {
  const [answer, setAnswer] = useState<{ total: number; rows: Row[] }>();
  const good = one.outcome === 'found' || one.outcome === 'quiet';
  const replay = () => api.rows({ q: one.q, account: one.account ?? '', mailbox: one.mailbox ?? '' }, { offset: 0, limit: 5, asof: 0 }).then(setAnswer, failed);
  return (
    <li class={good ? 'good' : 'wrong'}>
      <span class="sign" aria-hidden="true">{SIGNS[one.outcome]}</span>
      <div>
        <Query one={one} replay={() => void replay()} />
        <p class="dim">
          {moment(Date.parse(one.began), now.value)} · <span class={good ? undefined : 'bad'}>{t(`run.${one.outcome}`, { s: (one.took / 1000).toFixed(2) })}</span>{' '}
          {one.found.map((id) => <Link key={id} to={{ id }}><code>{id}</code></Link>)}
        </p>
        {answer && <Answer one={one} answer={answer} />}
        {one.near?.map((near) => (
          <div class="near" key={near.id}>
            <p>
              {t('run.near')} <Link to={{ id: near.id }}><bdi>{near.subject || t('row.noSubject')}</bdi></Link> <RecipientChip address={near.rcpt[0] ?? ''} />
            </p>
            <p class="dim">
              {near.matched.map((term) => <code class="hit" key={term}>{term}</code>)}
              {near.missed.map((term) => <code class="miss" key={term}>{term}</code>)}
              {like && like !== near.id && <Link to={{ screen: 'compare', name: near.id, other: like, tab: 'text' }}>{t('run.compare')}</Link>}
            </p>
          </div>
        ))}
      </div>
    </li>
  );
}

/** Answer is what the same question finds now. */
function Answer({ one, answer }: { one: WaitOver; answer: { total: number; rows: Row[] } }) {
  const good = answer.total >= one.count !== Boolean(one.absent);
  return (
    <div class="near" role="status">
      <p class={good ? 'ok' : 'bad'}>{t('run.again', { n: answer.total })}</p>
      {answer.rows.map((row) => (
        <p key={row.id}>
          <Link to={{ id: row.id }}><bdi>{row.subj || t('row.noSubject')}</bdi></Link> <RecipientChip address={row.rcpt[0] ?? ''} more={row.rcptN - 1} />
        </p>
      ))}
    </div>
  );
}

function Query({ one, replay }: { one: Wait; replay?: () => void }) {
  const words = [one.account && `in:${one.account}`, one.q].filter(Boolean).join(' ');
  return (
    <p class="asked">
      <code>{words || t('run.any')}</code>
      {(one.count > 1 || one.absent) && <span class="tag draft">{one.absent ? t('run.absent') : t('run.count', { n: one.count })}</span>}
      <span class="gap" />
      {replay && <Button remote label={t('run.replay')} icon="reload" bare kind="quiet" onClick={replay} />}
      <Button label={t('run.copy')} icon="copy" bare kind="quiet" onClick={() => void copy(one.q, t('what.query'))} />
      <Button label={t('run.search')} icon="search" bare kind="quiet" onClick={() => search(words)} />
    </p>
  );
}

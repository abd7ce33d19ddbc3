import { refine } from '../actions';
import { t } from '../i18n/t';
import { Icon } from '../parts/Icon';
import { joining, terms, without } from '../query';
import { view } from '../store/app';

/** Chips are the terms of the query above the list, to be taken out one by one; what joins them goes with them. */
export function Chips() {
  const { q, account, mailbox } = view.value;
  const list = terms(q);
  if (list.length === 0 && !account) return null;
  return (
    <ul class="chips" aria-label={t('search.terms')}>
      {account && <Chip text={`in:${account}${mailbox && `/${mailbox}`}`} drop={() => refine({ account: '', mailbox: '' })} />}
      {list.map((term) =>
        joining(term.text) ? (
          <li key={term.from} class="join">{term.text}</li>
        ) : (
          <Chip key={term.from} text={term.text} drop={() => refine({ q: without(q, term) })} />
        ),
      )}
    </ul>
  );
}

function Chip({ text, drop }: { text: string; drop: () => void }) {
  const rcpt = /^[-!]?rcpt:/.test(text);
  const label = t('search.drop', { term: text });
  return (
    <li class={rcpt ? 'rcpt' : undefined}>
      <span>{text}</span>
      <button type="button" title={label} onClick={drop}>
        <Icon name="close" />
        <span class="sr">{label}</span>
      </button>
    </li>
  );
}

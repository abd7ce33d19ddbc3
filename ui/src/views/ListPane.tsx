import * as act from '../actions';
import { t } from '../i18n/t';
import { at } from '../base';
import { Button, LinkButton } from '../parts/Button';
import * as api from '../api';
import { Link } from '../parts/Link';
import { nearest, quoted, terms } from '../query';
import { asked, filtered, following, inbox, layer, selection, sought, stage, view } from '../store/app';
import { useFetched } from '../store/fetched';
import { List } from './List';
import { Chips } from './Chips';
import { QuickActions } from './QuickActions';
import { SortMenu } from './SortMenu';

/** ListPane is the list with what stands above and over it. */
export function ListPane() {
  return (
    <section class="listpane" aria-label={t('list.region')}>
      {selection.size.value ? <SelectionBar /> : <ListHeader />}
      <Chips />
      <div class="under">
        <NewPill />
        <State />
        <CutOff />
        <List />
        <QuickActions />
      </div>
    </section>
  );
}

function ListHeader() {
  inbox.version.value;
  const { total } = inbox.rows;
  return (
    <div class="listhead">
      <input type="checkbox" class="check" checked={false} disabled={total === 0} aria-label={t('list.selectAll')} onChange={(event) => (act.pickAll(), (event.currentTarget.checked = false))} />
      <span class="count">{t(inbox.partial.value ? 'list.countMore' : 'list.count', { n: total + inbox.waiting.value - inbox.faded.value.size })}</span>
      <span class="gap" />
      <Button label={t('live.follow')} icon="up" kind="quiet" keys="f" pressed={following.value} onClick={act.toggleFollow} />
      <Button label={inbox.paused.value ? t('live.resume') : t('live.pause')} icon={inbox.paused.value ? 'play' : 'pause'} kind="quiet" keys="." onClick={act.pause} />
      <SortMenu />
    </div>
  );
}

function SelectionBar() {
  const { total } = inbox.rows;
  const n = selection.size.value;
  return (
    <div class="listhead picked" role="toolbar" aria-label={t('list.actions')}>
      <input type="checkbox" class="check" checked aria-label={t('act.clear')} onChange={() => selection.clear()} />
      <span class="count">{t('list.selected', { n })}</span>
      {!selection.all.value && n < total && <Button label={t(filtered.value ? 'list.selectMatching' : 'list.selectN', { n: total })} kind="quiet" class="roomy" onClick={act.pickAll} />}
      {!selection.all.value && n < total && <Button label={t('list.selectShort', { n: total })} kind="quiet" class="cramped" onClick={act.pickAll} />}
      <span class="gap" />
      <Button remote label={t('act.read')} icon="read" bare kind="quiet" keys="Shift+I" onClick={() => act.mark('read')} />
      <Button remote label={t('act.unread')} icon="unread" bare kind="quiet" keys="Shift+U" onClick={() => act.mark('unread')} />
      <Button remote label={t('act.pin')} icon="pin" bare kind="quiet" class="roomy" keys="s" onClick={() => act.mark('pin')} />
      <Button remote label={t('act.tag')} icon="tag" bare kind="quiet" keys="t" onClick={() => (layer.value = 'tags')} />
      {selection.all.value && <Export />}
      {n === 2 && !selection.all.value && <Button label={t('act.compare')} icon="compare" bare kind="quiet" keys="=" onClick={act.compare} />}
      <Button remote label={t('act.delete')} icon="trash" bare kind="quiet" keys="#" onClick={act.remove} />
      <Button label={t('act.clear')} icon="close" bare kind="quiet" class="roomy" keys="Esc" onClick={() => selection.clear()} />
    </div>
  );
}

/** Export gives all that the query found as one file. */
function Export() {
  const { q, account, mailbox } = asked.value;
  return <LinkButton label={t('act.export')} icon="down" href={at('v1/export') + api.query({ q, account, mailbox, format: 'tar' })} download="mailsink.tar" bare />;
}

function NewPill() {
  const n = inbox.waiting.value;
  if (!n || inbox.paused.value) return null;
  return (
    <button type="button" class="pill" onClick={() => (stage.home(), stage.focus())}>
      {t('live.new', { n })} <span aria-hidden="true">↑</span>
    </button>
  );
}

/** Elsewhere leads to what a word of the query is about, where that is no mail. */
function Elsewhere() {
  const words = terms(view.value.q.toLowerCase()).map(({ text }) => text.replace(/^[-!]/, ''));
  if (words.includes('is:rejected')) return <Link to={{ screen: 'sessions', q: 'is:refused' }}>{t('list.toRefused')}</Link>;
  if (words.includes('is:mine')) return <Button label={t('list.nameMine')} icon="user" onClick={() => (layer.value = 'mine')} />;
  return null;
}

/** CutOff says that a search had no time to look at everything, and looks again: what was read is remembered. */
function CutOff() {
  if (!inbox.note.value || inbox.status.value !== 'ready') return null;
  return (
    <div class="state hint" role="status">
      <p>{inbox.note.value}</p>
      <Button remote label={t('list.searchOn')} icon="search" onClick={() => void inbox.reload()} />
    </div>
  );
}

/** Problem says why the list is not what was asked for; what was shown before stays. */
function Problem() {
  const { status, text } = inbox.problem.value;
  if (status === 400)
    return (
      <div class="state hint" role="alert" id="search-hint">
        <p>{text}</p>
        <Elsewhere />
      </div>
    );
  return (
    <div class="state" role="alert">
      <p>{t('list.failed')}</p>
      <p>{text}</p>
      <Button label={t('list.retry')} onClick={() => void inbox.reload()} />
    </div>
  );
}

/** lone returns a query that is nothing but one word, which may be a recipient. */
function lone(q: string): string {
  const [word, more] = terms(q.toLowerCase());
  return word && !more && /^[^\s:"()*]{3,}$/.test(word.text) ? word.text : '';
}

/** Meant offers the recipient that is spelt most like the one that was searched for. */
function Meant() {
  const word = sought.value || lone(view.value.q);
  const { data } = useFetched(`meant ${word}`, async (signal) => {
    if (!word) return undefined;
    const [most, alike] = await Promise.all([api.facets('rcpt', '', 500, signal), api.facets('rcpt', word.slice(0, 2), 500, signal)]);
    return nearest(word, [...most, ...alike]);
  });
  if (!word || !data) return null;
  return (
    <p>
      {t('list.meant')} <Link to={{ q: `rcpt:${quoted(data.value)}` }}>{data.value}</Link> ({t('list.count', { n: data.total })})
    </p>
  );
}

/** State says why the list is empty, when it is. */
function State() {
  inbox.version.value;
  // Why it failed stays until something has been found: what is below must not jump while it is tried again.
  if (inbox.problem.value.text) return <Problem />;
  if (inbox.status.value !== 'ready' || inbox.rows.total || inbox.note.value || !filtered.value) return null;
  const { q, account } = view.value;
  return (
    <div class="state">
      <p>{q ? t('list.none', { q }) : t('list.noneHere')}</p>
      <Meant />
      <p class="answers">
        {q && account && <Button label={t('list.searchAll')} icon="search" onClick={() => act.search(q)} />}
        <Button label={t(q && account ? 'list.clear' : 'list.showAll')} icon="close" onClick={() => (q ? act.refine({ q: '' }) : act.search(''))} />
      </p>
    </div>
  );
}

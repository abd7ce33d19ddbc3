import { useComputed } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import * as act from '../../actions';
import { t } from '../../i18n/t';
import { fetchPart } from '../../later/files';
import { usePart } from '../../later/usePart';
import { Button } from '../../parts/Button';
import { Failure, Waiting } from '../../parts/Screen';
import { Tabs, type TabItem } from '../../parts/Tabs';
import { route, TABS, type Tab } from '../../route';
import { inbox, messages, now } from '../../store/app';
import type { Message, Row } from '../../wire';
import type { Lost } from '../../store/messages';
import { quoted } from '../../query';
import { moment } from '../../format';
import { HtmlTab } from './HtmlTab';
import { MessageHeader } from './MessageHeader';
import { SourceTab } from './SourceTab';
import { TextTab } from './TextTab';

/** MessagePane shows the open message, or says why there is none. */
export function MessagePane() {
  const { id, message, problem, lost } = messages.shown.value;
  const busy = messages.coming.value !== '' && messages.coming.value === route.value.id;
  const pane = useRef<HTMLElement>(null);
  useEffect(() => void pane.current?.scrollTo(0, 0), [id]);
  return (
    <article class="msg" aria-label={t('msg.label')} aria-busy={busy || undefined} ref={pane}>
      {route.value.id ? <Bar /> : <Nothing />}
      {busy && !message && !problem && <Waiting />}
      {route.value.id && problem && (problem.status === 404 ? <Gone lost={lost} /> : <Failed text={problem.text} />)}
      {route.value.id && message && (
        <>
          <MessageHeader message={message} />
          <Body message={message} />
        </>
      )}
    </article>
  );
}

/** Bar goes between messages; on a phone it also leads back to the list. */
function Bar() {
  const index = useComputed(() => (inbox.version.value, inbox.rows.indexOf(route.value.id))).value;
  return (
    <div class="msgbar">
      <Button label={t('act.back')} icon="back" bare kind="quiet" keys="u" onClick={act.back} />
      <span class="gap" />
      {index >= 0 && <span class="n">{t('msg.position', { at: index + 1, n: inbox.rows.total })}</span>}
      <Button label={t('act.newer')} icon="newer" bare kind="quiet" keys="]" disabled={index <= 0} onClick={() => act.step(-1)} />
      <Button label={t('act.older')} icon="older" bare kind="quiet" keys="[" disabled={index < 0 || index + 1 >= inbox.rows.total} onClick={() => act.step(1)} />
    </div>
  );
}

function Nothing() {
  return (
    <div class="state">
      <p>{t('msg.none')}</p>
      <p class="dim">
        {t('msg.noneHint')} <kbd>j</kbd> <kbd>Enter</kbd>
      </p>
    </div>
  );
}

/** Gone says that a message is no more, as far as it is known when, and where to go on. */
function Gone({ lost }: { lost?: Lost }) {
  inbox.version.value;
  const next = after(lost);
  return (
    <div class="state" role="alert">
      <p>{lost ? t('msg.goneAt', { time: moment(lost.at, now.value) }) : t('msg.gone')}</p>
      {!lost && <p class="dim">{t('msg.goneHint')}</p>}
      {next && <Button label={t(lost ? 'msg.openNext' : 'msg.openNewest')} icon="mail" kind="primary" onClick={() => act.open(next.id, true)} />}
      {next && <p class="dim"><bdi>{next.subj || t('row.noSubject')}</bdi></p>}
      {lost?.recipient && <Button label={t('msg.sameRecipient', { address: lost.recipient })} icon="search" onClick={() => act.search(`rcpt:${quoted(lost.recipient)}`)} />}
      <Button label={t('act.back')} kind="quiet" onClick={act.back} />
    </div>
  );
}

/** Rows looked through for the one that comes next. */
const MOST = 2000;

/** after returns the message that stood below one that is gone, else the newest there is. */
function after(lost: Lost | undefined): Row | undefined {
  const { rows } = inbox;
  for (let at = 0; lost && at < Math.min(rows.total, MOST); at++) {
    const row = rows.at(at);
    if (row && row.seq < lost.uid) return row;
  }
  return rows.at(0);
}

/** Failed says why a message is not shown, and asks again when told to; it is asked for by itself when the server is back. */
function Failed({ text }: { text: string }) {
  return (
    <div class="state failure" role="alert">
      <p>{t('msg.failed')}</p>
      <p class="dim">{text}</p>
      <Button label={t('list.retry')} onClick={() => void messages.open(route.value.id)} />
      <Button label={t('act.back')} kind="quiet" onClick={act.back} />
    </div>
  );
}

/** best returns the tab that shows most of a message. */
export function best(message: Message): Tab {
  if (message.preview) return 'html';
  return message.text || !message.defects?.length ? 'text' : 'source';
}

function items(message: Message): TabItem<Tab>[] {
  return TABS.map((value) => {
    const item: TabItem<Tab> = { value, text: t(`tab.${value}`) };
    if (value === 'html') item.void = !message.preview;
    if (value === 'text') item.void = !message.text;
    if (value === 'parts') item.count = message.attachments?.length;
    return item;
  });
}

function Body({ message }: { message: Message }) {
  const tab = route.value.tab || best(message);
  return (
    <>
      <Tabs label={t('msg.tabs')} id="tab" items={items(message)} value={tab} onChange={act.setTab} />
      <div class="panel" data-tab={tab} role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`}>
        <Panel tab={tab} message={message} />
      </div>
    </>
  );
}

function Panel({ tab, message }: { tab: Tab; message: Message }) {
  switch (tab) {
    case 'html':
      return <HtmlTab message={message} />;
    case 'text':
      return <TextTab message={message} />;
    case 'source':
      return <SourceTab message={message} />;
    default:
      return <Later tab={tab} message={message} />;
  }
}

/** Later is a tab whose code comes when it is first asked for. */
function Later({ tab, message }: { tab: Tab; message: Message }) {
  const Shown = usePart(tab);
  if (Shown === undefined) return <Waiting />;
  if (Shown === 'failed') return <Failure text={t('screen.failed')} again={() => void fetchPart(tab)} />;
  const There = Shown as FunctionComponent<{ message: Message }>;
  return <There message={message} />;
}

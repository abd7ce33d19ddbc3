import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { copy, tell } from '../actions';
import * as api from '../api';
import { inject } from '../api';
import { t } from '../i18n/t';
import { Button } from '../parts/Button';
import { Icon } from '../parts/Icon';
import { Link } from '../parts/Link';
import { Tabs } from '../parts/Tabs';
import { useFetched } from '../store/fetched';
import { reach, sample, settings, snippets } from '../snippets';
import { info, layer } from '../store/app';
import { prefer, prefs } from '../store/prefs';
import type { Session } from '../wire';

/** Empty teaches how to send the first message. */
export function Empty() {
  const { host, port } = reach(info.value?.smtp ?? '127.0.0.1:1025', location.hostname);
  const all = snippets(host, port);
  const chosen = all.find((snippet) => snippet.stack === prefs.value.stack) ?? all[0]!;
  const { data } = useFetched('knocked', (signal) => api.sessions('', '', signal), 3000);
  const last = data?.sessions[0];
  const items = all.map(({ stack }) => ({ value: stack, text: stack }));
  return (
    <div class="empty">
      <h2>{t('empty.title')}</h2>
      <p>
        {t('empty.waiting')} <code class="where">{`${host}:${port}`}</code>. {t('empty.waitingAfter')} <Terms />
      </p>
      {last && <Knocked last={last} />}
      <Tabs label={t('empty.stacks')} id="stack" items={items} value={chosen.stack} onChange={(stack) => prefer({ stack })} />
      <div role="tabpanel" id="stack-panel" aria-labelledby={`stack-${chosen.stack}`}>
        <Code text={chosen.code} />
      </div>
      <p class="row-of">
        <TestMessage />
      </p>
      <Steps reached={Boolean(last)} />
      <h3>{t('empty.environment')}</h3>
      <Code text={settings(host, port)} />
      {info.value?.imap && <p class="dim">{t(info.value.login ? 'empty.imapUsers' : 'empty.imap', { imap: info.value.imap })}</p>}
    </div>
  );
}

/** Terms says what the sink asks of those who send. */
function Terms() {
  const { tls = '', auth = 'any', authRequired = false } = info.value ?? {};
  const login = auth === 'off' ? 'off' : (`${auth}${authRequired ? 'Required' : ''}` as const);
  return (
    <>
      {t(`empty.tls.${tls || 'none'}`)} {t(`empty.auth.${login}`)}
    </>
  );
}

/** Knocked tells of somebody who connected and left without a message: the first steps of an application are often wrong. */
function Knocked({ last }: { last: Session }) {
  return (
    <p class="notebar knocked" role="status">
      {t('empty.knocked', { client: last.client.address ?? '', result: last.result || t('sessions.nothing') })}{' '}
      <Link to={{ screen: 'sessions', name: last.id }}>{t('session.transcript')}</Link>
    </p>
  );
}

/** Steps are the way to the first message that is one's own, and how far one has come. */
function Steps({ reached }: { reached: boolean }) {
  return (
    <ol class="first-steps" aria-label={t('empty.steps')}>
      <Step done={reached}>{t('empty.reached')}</Step>
      <Step>{t('empty.first')}</Step>
      <Step done={prefs.value.mine.length > 0}>
        <Button label={t('empty.mine')} kind="quiet" onClick={() => (layer.value = 'mine')} />
      </Step>
    </ol>
  );
}

function Step({ done = false, children }: { done?: boolean; children: ComponentChildren }) {
  return (
    <li class={done ? 'done' : undefined}>
      <span class="mark">{done && <Icon name="check" />}</span>
      <span class="sr">{t(done ? 'empty.done' : 'empty.toDo')}</span>
      {children}
    </li>
  );
}

function Code({ text }: { text: string }) {
  return (
    <div class="code">
      <pre tabIndex={0}>{text}</pre>
      <Button label={t('act.copy')} icon="copy" onClick={() => void copy(text, t('what.snippet'))} />
    </div>
  );
}

function TestMessage() {
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    try {
      await inject(sample(new Date()));
      tell(t('done.sent'));
    } catch (cause) {
      tell(cause instanceof Error ? cause.message : String(cause), true);
    }
    setBusy(false);
  };
  return <Button remote label={t('empty.forMe')} icon="send" kind="primary" disabled={busy} onClick={() => void send()} />;
}

import { useState } from 'preact/hooks';
import { copy, tell } from '../actions';
import * as api from '../api';
import { inject } from '../api';
import { t } from '../i18n/t';
import { Button } from '../parts/Button';
import { Link } from '../parts/Link';
import { Tabs } from '../parts/Tabs';
import { useFetched } from '../store/fetched';
import { reach, sample, settings, snippets } from '../snippets';
import { info } from '../store/app';
import { prefer, prefs } from '../store/prefs';

/** Empty teaches how to send the first message. */
export function Empty() {
  const { host, port } = reach(info.value?.smtp ?? '127.0.0.1:1025', location.hostname);
  const all = snippets(host, port);
  const chosen = all.find((snippet) => snippet.stack === prefs.value.stack) ?? all[0]!;
  const items = all.map(({ stack }) => ({ value: stack, text: stack }));
  return (
    <div class="empty">
      <h2>{t('empty.title')}</h2>
      <p>
        {t('empty.waiting')} <code class="where">{`${host}:${port}`}</code> {t('empty.waitingAfter')}
      </p>
      <Knocked />
      <Tabs label={t('empty.stacks')} id="stack" items={items} value={chosen.stack} onChange={(stack) => prefer({ stack })} />
      <div role="tabpanel" id="stack-panel" aria-labelledby={`stack-${chosen.stack}`}>
        <Code text={chosen.code} />
      </div>
      <p class="row-of">
        <TestMessage />
      </p>
      <h3>{t('empty.environment')}</h3>
      <Code text={settings(host, port)} />
      {info.value?.imap && <p class="dim">{t('empty.imap', { imap: info.value.imap })}</p>}
    </div>
  );
}

/** Knocked tells of somebody who connected and left without a message: the first steps of an application are often wrong. */
function Knocked() {
  const { data } = useFetched('knocked', (signal) => api.sessions('', '', signal), 3000);
  const [last] = data?.sessions ?? [];
  if (!last) return null;
  return (
    <p class="notebar knocked" role="status">
      {t('empty.knocked', { client: last.client.address ?? '', result: last.result || t('sessions.nothing') })}{' '}
      <Link to={{ screen: 'sessions', name: last.id }}>{t('session.transcript')}</Link>
    </p>
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

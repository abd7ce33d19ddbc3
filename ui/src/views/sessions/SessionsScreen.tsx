import { useEffect, useRef, useState } from 'preact/hooks';
import * as api from '../../api';
import { moment } from '../../format';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { Link } from '../../parts/Link';
import { Failure, Screen, Waiting } from '../../parts/Screen';
import { Segments } from '../../parts/Segments';
import { Transcript } from '../../parts/Transcript';
import { go, route } from '../../route';
import { now } from '../../store/app';
import { useFetched } from '../../store/fetched';
import { Arrived } from './Arrived';
import type { Session } from '../../wire';

/** The list is fetched anew this often, in milliseconds. */
const EVERY = 3000;

/** SessionsScreen lists the last connections by SMTP, also those that failed, and what was said in each. */
export function SessionsScreen() {
  const { q, name } = route.value;
  const [older, setOlder] = useState<Session[]>([]);
  const [next, setNext] = useState<string>();
  const newest = useFetched(`sessions ${q}`, (signal) => api.sessions(q, '', signal), EVERY);
  useEffect(() => (setOlder([]), setNext(undefined)), [q]);
  const more = async () => {
    const page = await api.sessions(q, next ?? newest.data?.next ?? '');
    setOlder([...older, ...page.sessions]);
    setNext(page.next);
  };
  const first = newest.data?.sessions ?? [];
  const seen = new Set(first.map((one) => one.id));
  const list = [...first, ...older.filter((one) => !seen.has(one.id))];
  return (
    <Screen title={t('sessions.title')} kind="sessions" tools={<Filter />}>
      <div class={name ? 'split detail' : 'split'}>
        <section class="left-side" aria-label={t('sessions.list')}>
          {newest.problem && <Failure text={newest.problem} again={newest.again} />}
          {!newest.data && newest.busy && <Waiting />}
          {newest.data && list.length === 0 && <p class="state">{q ? t('sessions.noMatch') : t('sessions.none')}</p>}
          {list.length > 0 && <Table list={list} chosen={name} />}
          {(next ?? newest.data?.next) && <Button label={t('sessions.more')} kind="quiet" class="more" onClick={() => void more()} />}
        </section>
        {name && <Detail id={name} />}
      </div>
    </Screen>
  );
}

const KINDS = ['', 'is:refused', 'is:empty'] as const;

function Filter() {
  const { q } = route.value;
  const timer = useRef(0);
  const kinds = KINDS.map((value) => ({ value, text: t(value === '' ? 'sessions.all' : value === 'is:refused' ? 'sessions.refused' : 'sessions.empty') }));
  const words = q.split(/\s+/).filter((word) => word && !KINDS.includes(word as (typeof KINDS)[number]));
  const kind = KINDS.find((one) => one && q.split(/\s+/).includes(one)) ?? '';
  const say = (parts: string[]) => go({ q: parts.filter(Boolean).join(' ') }, true);
  const type = (text: string) => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => say([kind, ...text.split(/\s+/)]), 150);
  };
  return (
    <>
      <Segments label={t('sessions.kind')} options={kinds} value={kind as string} onChange={(value) => say([value, ...words])} />
      <input class="inp" type="search" aria-label={t('sessions.filter')} placeholder={t('sessions.filterHint')} defaultValue={words.join(' ')} onInput={(event) => type(event.currentTarget.value)} />
    </>
  );
}

function Table({ list, chosen }: { list: Session[]; chosen: string }) {
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{t('sessions.time')}</th>
          <th scope="col">{t('sessions.client')}</th>
          <th scope="col" class="roomy">EHLO</th>
          <th scope="col" class="roomy">TLS</th>
          <th scope="col" class="roomy">{t('sessions.user')}</th>
          <th scope="col" class="num">{t('sessions.mails')}</th>
          <th scope="col">{t('sessions.result')}</th>
          <th scope="col" class="num roomy">{t('sessions.took')}</th>
        </tr>
      </thead>
      <tbody>
        {list.map((one) => (
          <Line key={one.id} one={one} chosen={one.id === chosen} />
        ))}
      </tbody>
    </table>
  );
}

function Line({ one, chosen }: { one: Session; chosen: boolean }) {
  const { client } = one;
  const pick = (event: MouseEvent) => {
    if ((event.target as HTMLElement).closest('a') || getSelection()?.toString()) return;
    go({ name: one.id });
  };
  return (
    <tr class={chosen ? 'chosen' : undefined} onClick={pick}>
      <td>
        <Link to={{ screen: 'sessions', q: route.value.q, name: one.id }} current={chosen}>{moment(Date.parse(one.start), now.value)}</Link>
      </td>
      <td class="mono tight">{host(client.address)}</td>
      <td class="mono roomy hello">{client.hello || '–'}</td>
      <td class="roomy">{client.tls?.replace('TLS', '').trim() || '–'}</td>
      <td class="roomy">{client.identity || '–'}</td>
      <td class="num">{one.accepted}</td>
      <td class="outcome"><Result one={one} /></td>
      <td class="num roomy duration">{took(one.took)}</td>
    </tr>
  );
}

/** Result is how a session ended: the reply it will be remembered for, or that it goes on. */
function Result({ one }: { one: Session }) {
  const bad = /^[45]/.test(one.result);
  return (
    <span class={bad ? 'result bad' : 'result'}>
      {one.open && <span class="chip live small"><span class="mark" aria-hidden="true" />{t('sessions.open')}</span>}
      {one.result ? <span class="mono">{one.result}</span> : !one.open && <span class="dim">{t('sessions.nothing')}</span>}
      {one.refused > 0 && !bad && <span class="warned">{t('sessions.nRefused', { n: one.refused })}</span>}
    </span>
  );
}

/** host is an address without its port, which says nothing to anybody. */
function host(address = ''): string {
  return address.replace(/:\d+$/, '').replace(/^\[|\]$/g, '') || '–';
}

function took(ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : ms < 10_000 ? `${Math.round(ms)} ms` : ms < 120_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`;
}

/** Detail is one session with its transcript and its mail. */
function Detail({ id }: { id: string }) {
  const { data, problem, again } = useFetched(`session ${id}`, (signal) => api.session(id, signal), EVERY);
  return (
    <section class="right-side" aria-label={t('session.transcript')}>
      <header class="sidehead">
        <h2>{t('session.name', { id })}</h2>
        <Button label={t('act.close')} icon="close" bare kind="quiet" keys="Esc" onClick={() => go({ name: '' })} />
      </header>
      {problem && !data && <Failure text={problem} again={again} />}
      {data && (
        <>
          <dl class="facts">
            <dt>{t('sessions.client')}</dt>
            <dd><code>{data.client.address}</code> · {data.door}{data.client.tls && ` · ${data.client.tls}`}</dd>
            {data.client.identity && (<><dt>{t('delivery.identity')}</dt><dd><code>{data.client.identity}</code></dd></>)}
            <dt>{t('sessions.took')}</dt>
            <dd>{took(data.took)}{data.open && ` · ${t('sessions.open')}`}</dd>
            {data.messages.length > 0 && (
              <>
                <dt>{t('sessions.mails')}</dt>
                <dd class="links">
                  {data.messages.map((message) => (
                    <Link key={message} to={{ id: message }}><code>{message}</code></Link>
                  ))}
                </dd>
              </>
            )}
          </dl>
          <Arrived of={data} />
          <Transcript of={data} />
        </>
      )}
    </section>
  );
}

import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { failed } from '../../actions';
import * as api from '../../api';
import { count, size } from '../../format';
import { findings, type Code } from '../../i18n/findings';
import { say, t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { Failure, Waiting } from '../../parts/Screen';
import { useFetched } from '../../store/fetched';
import { prefer, prefs } from '../../store/prefs';
import type { Checks, Finding, Message, Visit } from '../../wire';
import { Compatibility } from './Compatibility';

/** ChecksTab says what recipients may stumble over. */
export function ChecksTab({ message }: { message: Message }) {
  const { programs } = prefs.value;
  const { data: fetched, problem, again } = useFetched(`checks ${message.id} ${programs.join()}`, (signal) => checked(message.id, programs, signal));
  // While other programs are asked for, what is known of these stays.
  const kept = useRef<{ id: string; data: Checks } | undefined>(undefined);
  if (fetched) kept.current = { id: message.id, data: fetched };
  const data = fetched ?? (kept.current?.id === message.id ? kept.current.data : undefined);
  if (problem && !data) return <Failure text={t('checks.failed')} why={problem} again={again} />;
  if (!data) return <Waiting />;
  return (
    <div class="checks">
      <Links id={message.id} data={data} />
      <Images data={data} />
      {message.preview && <Compatibility of={data.compatibility} />}
      {message.preview && (
        <Section name={t('checks.accessibility')} findings={data.accessibility}>
          <Findings list={data.accessibility} />
        </Section>
      )}
      <Sizes data={data} />
      {message.preview && <Text data={data} />}
      <Spam data={data} />
      <Section name={t('checks.unsubscribe')} findings={data.unsubscribe} note={data.list.oneClick ? t('checks.oneClick') : undefined}>
        <Findings list={data.unsubscribe} />
        {data.list.unsubscribe.length > 0 && (
          <ul class="things">
            {data.list.unsubscribe.map((uri) => <li key={uri}><Target url={uri} /></li>)}
          </ul>
        )}
        {data.list.unsubscribe.length > 0 && <p class="dim pad-x">{t('checks.neverCalled')}</p>}
      </Section>
    </div>
  );
}

/** checked fetches the checks. Programs that the server does not know any more are forgotten. */
async function checked(id: string, programs: string[], signal: AbortSignal): Promise<Checks> {
  try {
    return await api.checks(id, programs, signal);
  } catch (cause) {
    if (cause instanceof api.Problem && cause.status === 400) prefer({ programs: [] });
    throw cause;
  }
}

/** problems counts what is worse than a note. */
function problems(findings: Finding[]): number {
  return findings.filter(({ level }) => level !== 'note').length;
}

function Section({ name, findings, note, children }: { name: string; findings: Finding[]; note?: string; children: ComponentChildren }) {
  const n = problems(findings);
  return (
    <details class="check-of" open={n > 0}>
      <summary>
        <span class={n ? 'verdict-of bad' : 'verdict-of good'}>{n ? count(n) : '✓'}</span>
        <span class="name">{name}</span>
        <span class="dim">{note ?? (n ? t('checks.problems', { n }) : t('checks.fine'))}</span>
      </summary>
      {children}
    </details>
  );
}

function Findings({ list }: { list: Finding[] }) {
  if (list.length === 0) return null;
  return (
    <ul class="findings">
      {list.map((finding, at) => (
        <li key={at} class={finding.level}>
          <span class="sr">{t(`checks.${finding.level}`)} </span>
          {sentence(finding)}
          {finding.points ? <span class="n"> {t('checks.points', { points: finding.points.toFixed(1) })}</span> : null}
          {finding.where && <code dir="auto">{finding.where}</code>}
        </li>
      ))}
    </ul>
  );
}

/** sentence says a finding in the language of the page. */
function sentence({ code, args, text }: Finding): string {
  const known = findings[code as Code];
  return known ? say(known, args) : text;
}

/** Target is a URL to look at: its host stands out, all of it is in the tooltip, and nothing is called. */
function Target({ url }: { url: string }) {
  const parts = /^(https?:\/\/)([^/?#]*)(.*)$/is.exec(url);
  if (!parts) return <code title={url}>{url || '–'}</code>;
  const [, scheme, host, rest] = parts;
  return (
    <span class="target" title={url}>
      {scheme}<b>{host}</b>{rest!.length > MOST ? `${rest!.slice(0, MOST)}…` : rest}
    </span>
  );
}

/** Characters of a URL after its host that are shown; the tooltip has all. */
const MOST = 160;

/** Spam is what a filter would mind. */
function Spam({ data }: { data: Checks }) {
  const { points, limit, findings: list } = data.spam;
  return (
    <details class="check-of" open={points >= limit}>
      <summary>
        <span class={points >= limit ? 'verdict-of bad' : 'verdict-of good'}>{points.toFixed(1)}</span>
        <span class="name">{t('checks.spam')}</span>
        <span class="dim">{t('checks.limit', { limit: limit.toFixed(0) })}</span>
      </summary>
      <Findings list={list} />
      <p class="dim pad-x">{t('checks.spamHint')}</p>
    </details>
  );
}

function Links({ id, data }: { id: string; data: Checks }) {
  const [visits, setVisits] = useState<Map<string, Visit>>();
  const [busy, setBusy] = useState(false);
  const web = data.links.filter(({ url }) => /^https?:/.test(url));
  const visit = async () => {
    setBusy(true);
    try {
      setVisits(new Map((await api.visitLinks(id)).map((one) => [one.url, one])));
    } catch (cause) {
      failed(cause);
    }
    setBusy(false);
  };
  return (
    <Section name={t('checks.links')} findings={data.links.flatMap(({ findings }) => findings)} note={t('checks.count', { n: data.links.length })}>
      <ul class="things">
        {data.links.map((link, at) => (
          <li key={at}>
            {/^https?:/.test(link.url) ? <a href={link.url} title={link.url} target="_blank" rel="noopener noreferrer nofollow"><Target url={link.url} /></a> : <Target url={link.url} />}
            {visits?.has(link.url) && <Visited visit={visits.get(link.url)!} />}
            {link.text && <span class="dim" dir="auto">{link.text}</span>}
            <Findings list={link.findings} />
          </li>
        ))}
      </ul>
      {web.length > 0 && (
        <p class="asking">
          <Button remote label={t('checks.visit')} icon="reload" disabled={busy} onClick={() => void visit()} />
          <span class="dim">{t('checks.visitHint')}</span>
        </p>
      )}
    </Section>
  );
}

function Visited({ visit }: { visit: Visit }) {
  const good = !visit.error && visit.status !== undefined && visit.status < 400;
  return (
    <span class={good ? 'status ok' : 'status bad'}>
      {visit.error || visit.status}
      {visit.redirects.length > 0 && ` → ${visit.redirects[visit.redirects.length - 1]}`}
    </span>
  );
}

const KINDS = { remote: 'checks.remote', inline: 'checks.inline', data: 'checks.inline', missing: 'checks.gone' } as const;

function Images({ data }: { data: Checks }) {
  if (data.images.length === 0) return null;
  return (
    <Section name={t('checks.images')} findings={data.images.flatMap(({ findings }) => findings)} note={t('checks.count', { n: data.images.length })}>
      <ul class="things">
        {data.images.map((image, at) => (
          <li key={at}>
            <Target url={image.source} /> <span class="dim">{t(KINDS[image.kind])}</span>
            {image.hasAlt && image.alt && <span class="dim" dir="auto">“{image.alt}”</span>}
            <Findings list={image.findings} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Sizes({ data }: { data: Checks }) {
  const { size: s } = data;
  return (
    <Section name={t('checks.size')} findings={s.findings} note={size(s.message)}>
      <dl class="facts">
        <dt>{t('checks.message')}</dt>
        <dd>{size(s.message)}</dd>
        {s.html > 0 && (<><dt>HTML</dt><dd>{size(s.html)}</dd></>)}
        {s.text > 0 && (<><dt>{t('tab.text')}</dt><dd>{size(s.text)}</dd></>)}
      </dl>
      <Findings list={s.findings} />
    </Section>
  );
}

function Text({ data }: { data: Checks }) {
  const { text } = data;
  return (
    <Section name={t('checks.text')} findings={text.findings} note={t('checks.shared', { n: Math.round(text.shared * 100) })}>
      <Findings list={text.findings} />
      {text.missing.length > 0 && <p class="pad-x">{t('checks.missing')} <span class="dim" dir="auto">{text.missing.join(' ')}</span></p>}
    </Section>
  );
}

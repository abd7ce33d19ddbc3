import { useState } from 'preact/hooks';
import { copy } from '../../actions';
import * as api from '../../api';
import { count, instant, size } from '../../format';
import { t } from '../../i18n/t';
import { Button, LinkButton } from '../../parts/Button';
import { Failure, Waiting } from '../../parts/Screen';
import { Segments } from '../../parts/Segments';
import { useFetched } from '../../store/fetched';
import type { AboutPart, CalendarEvent, Message, Part } from '../../wire';
import { Preview, previewed } from './Preview';

/** Pictures that a browser may show: they cannot run anything. */
const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

type Form = 'preview' | 'headers' | 'source';

/** PartView shows one part: what it is, what it looks like, its header and how it came. */
export function PartView({ message, part }: { message: Message; part: Part }) {
  const [form, setForm] = useState<Form>('preview');
  const { data, problem, again } = useFetched(`part ${message.id} ${part.id}`, (signal) => api.about(message.id, part.id, signal));
  if (problem && !data) return <Failure text={t('parts.failed')} why={problem} again={again} />;
  if (!data) return <Waiting />;
  const name = part.filename || t('parts.unnamed', { id: part.id });
  const forms = (['preview', 'headers', 'source'] as const).map((value) => ({ value, text: t(`parts.${value}`) }));
  return (
    <section class="part" aria-label={name}>
      <header>
        <h3 dir="auto">{name}</h3>
        <Segments label={t('parts.form')} options={forms} value={form} onChange={setForm} />
        <LinkButton remote label={t('parts.download', { name: '' }).trim()} icon="down" href={api.partURL(message.id, part.id)} download={part.filename || `part-${part.id}`} />
      </header>
      <dl class="facts">
        <dt>{t('parts.type')}</dt>
        <dd><code>{part.type}</code></dd>
        <dt>{t('delivery.size')}</dt>
        <dd>
          {size(data.decodedSize)}
          {data.decodedSize !== data.size && <span class="dim"> · {t('parts.encoded', { size: size(data.size) })}</span>}
        </dd>
        <dt>SHA-256</dt>
        <dd class="sum">
          <code>{data.sha256}</code>
          <Button label={t('headers.copy', { name: 'SHA-256' })} icon="copy" bare kind="quiet" onClick={() => void copy(data.sha256, 'SHA-256')} />
        </dd>
      </dl>
      {form === 'preview' && <Look message={message} part={part} about={data} />}
      {form === 'headers' && <Fields about={data} />}
      {form === 'source' && <Source message={message} part={part} />}
    </section>
  );
}

/** Look is what a part looks like, where that can be shown without harm. */
function Look({ message, part, about }: { message: Message; part: Part; about: AboutPart }) {
  const page = about.preview && <Preview url={previewed(about.preview)} title={part.filename || part.id} width={0} dark={false} zoom={1} />;
  if (about.letter)
    return (
      <>
        <dl class="facts letter">
          {(['subject', 'from', 'to', 'date'] as const).map((name) => about.letter![name] && [<dt key={name}>{t(`parts.${name}`)}</dt>, <dd key={`${name}=`} dir="auto">{about.letter![name]}</dd>])}
        </dl>
        {page || (about.text ? <Words about={about} /> : <p class="dim pad">{t('parts.look')}</p>)}
      </>
    );
  if (about.events.length) return <>{about.events.map((event, at) => <Event key={at} event={event} />)}</>;
  if (PICTURES.includes(part.type)) return <Picture url={api.partURL(message.id, part.id)} name={part.filename || part.id} />;
  if (page) return page;
  if (about.text) return <Words about={about} />;
  return <p class="dim pad">{t(part.children?.length ? 'parts.inside' : 'parts.unseen')}</p>;
}

/** Words is what people read in a part. */
function Words({ about }: { about: AboutPart }) {
  return (
    <>
      <pre class="plain wrap boxed" tabIndex={0} dir="auto">{about.text}</pre>
      {about.cut && <p class="dim pad-x">{t('parts.cut')}</p>}
    </>
  );
}

/** Picture is a picture with its dimensions. */
function Picture({ url, name }: { url: string; name: string }) {
  const [text, setText] = useState('');
  return (
    <figure class="picture">
      <img src={url} alt={name} onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => setText(t('parts.pixels', { width: naturalWidth, height: naturalHeight }))} onError={() => setText(t('parts.broken'))} />
      <figcaption class="n">{text}</figcaption>
    </figure>
  );
}

/** Event is an entry of a calendar. */
function Event({ event }: { event: CalendarEvent }) {
  const zone = event.zone ? ` (${event.zone})` : '';
  const lines: [string, string | undefined][] = [
    [t('event.start'), when(event.start) + zone],
    [t('event.end'), event.end && when(event.end)],
    [t('event.repeats'), event.repeats],
    [t('event.location'), event.location],
    [t('event.organizer'), event.organizer],
    [t('event.attendees'), event.attendees?.join(', ')],
    [t('event.status'), event.status],
  ];
  return (
    <article class="event">
      <h4 dir="auto">
        {event.summary || t('event.unnamed')}
        {event.method && <span class="tag method">{event.method}</span>}
      </h4>
      <dl class="facts">{lines.map(([name, value]) => value && [<dt key={name}>{name}</dt>, <dd key={`${name}=`} dir="auto">{value}</dd>])}</dl>
      {event.description && <p class="plain wrap" dir="auto">{event.description}</p>}
    </article>
  );
}

/** when writes a time of a calendar: that of UTC in the zone of this browser too. */
export function when(at: string): string {
  if (/Z$/.test(at)) return `${at.replace('T', ' ').replace('Z', ' UTC')} · ${instant(Date.parse(at))}`;
  return at.replace('T', ' ');
}

function Fields({ about }: { about: AboutPart }) {
  return (
    <dl class="headers">
      {about.headers.map(({ name, body }, at) => (
        <div key={at}>
          <dt>{name}</dt>
          <dd><span class="value" dir="auto">{body}</span></dd>
        </div>
      ))}
      {about.headers.length === 0 && <p class="dim pad">{t('parts.noHeaders')}</p>}
    </dl>
  );
}

/** Lines of a part's source that are shown. */
const MOST = 200_000;

function Source({ message, part }: { message: Message; part: Part }) {
  const { data: text, problem, again } = useFetched(`partsource ${message.id} ${part.id}`, (signal) => api.partSource(message.id, part.id, signal));
  if (text === undefined) return problem ? <Failure text={t('source.failed')} why={problem} again={again} /> : <Waiting />;
  return (
    <>
      <pre class="plain boxed" tabIndex={0}>{text.slice(0, MOST)}</pre>
      {text.length > MOST && <p class="dim pad-x">{t('parts.more', { n: count(text.length - MOST) })}</p>}
    </>
  );
}

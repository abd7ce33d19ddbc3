import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { copy } from '../../actions';
import * as api from '../../api';
import { count } from '../../format';
import { t } from '../../i18n/t';
import { Button, LinkButton } from '../../parts/Button';
import { Failure, Waiting } from '../../parts/Screen';
import { Segments } from '../../parts/Segments';
import { FORMS, go, route, type Form } from '../../route';
import { useFetched } from '../../store/fetched';
import { slice, spacer } from '../../store/window';
import type { Message } from '../../wire';
import { fold, linesOf, type Shown } from './fold';
import { html } from './highlight';

/** Height of a line of source; the style sheet has the same. */
const LINE = 18;

/** Of a source longer than this, in octets, the beginning is fetched and shown first. */
const LONG = 1_000_000;
const BEGINNING = 200_000;

/** SourceTab shows the message as it came, or its HTML or text decoded, as the address says unless it is told. */
export function SourceTab({ message, as }: { message: Message; as?: Form }) {
  const { id } = message;
  const { form: asked, line } = route.value;
  const form = as ?? asked;
  const forms = FORMS.filter((one) => one === 'raw' || message[one] || message[`${one}Size`]);
  const now = forms.includes(form) ? form : 'raw';
  const [early, setEarly] = useState({ id: '', text: '' });
  const { data, problem, again } = useFetched(`source ${id} ${now}`, async (signal) => {
    if (now !== 'raw') return message[now] || api.body(id, now, signal);
    if (message.size > LONG) setEarly({ id, text: await api.source(id, signal, BEGINNING) });
    return api.source(id, signal);
  });
  const text = data ?? (now === 'raw' && early.id === id ? early.text : undefined);
  if (problem && !text) return <Failure text={t('source.failed')} why={problem} again={again} />;
  if (!text) return data === '' ? <p class="dim pad">{t('text.none')}</p> : <Waiting />;
  return (
    <>
      {problem && data === undefined && <Failure text={t('source.failed')} why={problem} again={again} />}
      <Text key={now} text={text} form={now} line={line} partial={data === undefined}>
        {forms.length > 1 && !as && <Segments label={t('source.form')} options={forms.map((value) => ({ value, text: t(`source.${value}`) }))} value={now} onChange={(value) => go({ tab: 'source', form: value, line: 0 }, true)} />}
        {now === 'raw' && <LinkButton remote label={t('source.file')} icon="down" href={api.rawURL(id)} download={`${id}.eml`} />}
      </Text>
    </>
  );
}

interface TextProps {
  text: string;
  form: Form;
  /** The line to go to, from 1; 0 for none. */
  line?: number;
  /** There is more, which is on its way. */
  partial?: boolean;
  children?: preact.ComponentChildren;
}

/** Text is lines with numbers, of which only those in sight are in the document, with what finds a place in them. */
export function Text({ text, form, line = 0, partial, children }: TextProps) {
  const [find, setFind] = useState('');
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const lines = useMemo(() => linesOf(text), [text]);
  const hits = useMemo(() => {
    const want = find.toLowerCase();
    return want ? lines.flatMap((line, index) => (line.toLowerCase().includes(want) ? [index] : [])) : [];
  }, [lines, find]);
  // What is looked for may be in what is folded.
  const shown = useMemo(() => (find || line || form !== 'raw' ? lines.map((line, index) => ({ at: index, text: line, folded: 0 })) : fold(lines, open)), [lines, open, Boolean(find || line), form]);
  return (
    <>
      <div class="toolbar">
        {children}
        <span class="dim" aria-busy={partial || undefined}>{t(partial ? 'source.partial' : 'source.lines', { n: lines.length })}</span>
        <span class="gap" />
        <form class="finder" onSubmit={(event) => (event.preventDefault(), setAt((at + 1) % Math.max(1, hits.length)))}>
          <input class="inp" type="search" aria-label={t('source.find')} placeholder={t('source.find')} value={find} onInput={(event) => (setFind(event.currentTarget.value), setAt(0))} />
          <span class="n" role="status">{find && t('source.hits', { at: hits.length ? at + 1 : 0, n: hits.length })}</span>
          <Button label={t('source.before')} icon="newer" bare kind="quiet" disabled={hits.length === 0} onClick={() => setAt((at - 1 + hits.length) % hits.length)} />
          <Button label={t('source.next')} icon="older" bare kind="quiet" submit disabled={hits.length === 0} />
        </form>
        <Button label={t('act.copy')} icon="copy" onClick={() => void copy(text, t('what.source'))} />
      </div>
      <Lines shown={shown} of={lines.length} head={form === 'raw' ? lines.indexOf('') : 0} form={form} found={find ? (hits[at] ?? -1) : line - 1} unfold={(line) => setOpen(new Set([...open, line]))} />
    </>
  );
}

interface LinesProps {
  shown: Shown[];
  /** How many lines there are in all. */
  of: number;
  /** Line at which the header ends; -1 when it is all there is. */
  head: number;
  form: Form;
  found: number;
  unfold: (line: number) => void;
}

function Lines({ shown, of, head, form, found, unfold }: LinesProps) {
  const element = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [view, setView] = useState(600);
  useLayoutEffect(() => {
    const sized = new ResizeObserver(() => setView(element.current!.clientHeight));
    sized.observe(element.current!);
    return () => sized.disconnect();
  }, []);
  const there = found < of;
  useLayoutEffect(() => {
    if (found >= 0 && there) element.current!.scrollTop = Math.max(0, (found - 4) * LINE);
  }, [found, there]);
  const metrics = { total: shown.length, row: LINE, view };
  const { start, end, y } = slice(top, metrics);
  const numbers = { width: `${String(of).length + 1}ch` };
  return (
    <div class="source" ref={element} tabIndex={0} role="document" aria-label={t('source.label')} onScroll={(event) => setTop(event.currentTarget.scrollTop)}>
      <div class="spacer" style={{ height: `${spacer(metrics)}px` }}>
        <div class="lines" style={{ transform: `translateY(${y}px)` }}>
          {shown.slice(start, end).map((line) => (
            <div class={line.at === found ? 'ln found' : 'ln'} key={line.at}>
              <span class="no" aria-hidden="true" style={numbers}>{line.at + 1}</span>
              {line.folded > 0 ? (
                <button type="button" class="unfold" onClick={() => unfold(line.at)}>{t('source.folded', { n: count(line.folded) })}</button>
              ) : form === 'html' ? (
                <Html text={cut(line.text)} />
              ) : (
                <Line text={cut(line.text)} header={form === 'raw' && (head < 0 || line.at < head)} plain={form !== 'raw'} />
              )}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

/** Characters of a line that are shown: what is longer would be the whole document. */
const WIDEST = 20_000;

function cut(text: string): string {
  return text.length > WIDEST ? `${text.slice(0, WIDEST)} … ${t('source.longer', { n: text.length - WIDEST })}` : text;
}

/** Line is one line of source: the name of a header stands out, and so does a boundary. */
function Line({ text, header, plain }: { text: string; header: boolean; plain: boolean }) {
  const name = plain ? '' : /^[\x21-\x39\x3b-\x7e]+:/.exec(text)?.[0];
  if (header && name)
    return (
      <code>
        <b>{name}</b>
        {text.slice(name.length)}
      </code>
    );
  return <code class={!plain && !header && /^--\S/.test(text) ? 'boundary' : undefined}>{text || ' '}</code>;
}

/** Html is one line of HTML, its tags and attributes standing out. */
function Html({ text }: { text: string }) {
  return <code>{html(text).map(({ kind, text: run }, at) => (kind ? <span key={at} class={`h-${kind}`}>{run}</span> : run))}{text === '' && ' '}</code>;
}

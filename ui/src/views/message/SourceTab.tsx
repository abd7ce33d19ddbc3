import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { copy } from '../../actions';
import * as api from '../../api';
import { count } from '../../format';
import { t } from '../../i18n/t';
import { Button, LinkButton } from '../../parts/Button';
import { Segments } from '../../parts/Segments';
import { slice, spacer } from '../../store/window';
import type { Message } from '../../wire';
import { fold, type Shown } from './fold';
import { html } from './highlight';

/** Height of a line of source; the style sheet has the same. */
const LINE = 18;

type Form = 'raw' | 'html' | 'text';

/** SourceTab shows the message as it came, or its HTML or text decoded. */
export function SourceTab({ message }: { message: Message }) {
  const { id } = message;
  const [form, setForm] = useState<Form>('raw');
  const [raw, setRaw] = useState<string>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const loading = new AbortController();
    setFailed(false);
    setRaw(undefined);
    api.source(id, loading.signal).then(setRaw, () => loading.signal.aborted || setFailed(true));
    return () => loading.abort();
  }, [id]);
  const forms = (['raw', 'html', 'text'] as const).filter((one) => one === 'raw' || message[one]);
  const now = forms.includes(form) ? form : 'raw';
  if (failed) return <p class="dim pad" role="alert">{t('source.failed')}</p>;
  if (raw === undefined) return <p class="dim pad" aria-busy="true" />;
  return (
    <Text key={now} text={now === 'raw' ? raw : message[now]!} form={now}>
      {forms.length > 1 && <Segments label={t('source.form')} options={forms.map((value) => ({ value, text: t(`source.${value}`) }))} value={now} onChange={setForm} />}
      {now === 'raw' && <LinkButton label={t('source.file')} icon="down" href={api.rawURL(id)} download={`${id}.eml`} />}
    </Text>
  );
}

/** Text is lines with numbers, of which only those in sight are in the document, with what finds a place in them. */
export function Text({ text, form, children }: { text: string; form: Form; children?: preact.ComponentChildren }) {
  const [find, setFind] = useState('');
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const lines = useMemo(() => text.replace(/\r?\n$/, '').split(/\r?\n/), [text]);
  const hits = useMemo(() => {
    const want = find.toLowerCase();
    return want ? lines.flatMap((line, index) => (line.toLowerCase().includes(want) ? [index] : [])) : [];
  }, [lines, find]);
  // What is looked for may be in what is folded.
  const shown = useMemo(() => (find || form !== 'raw' ? lines.map((line, index) => ({ at: index, text: line, folded: 0 })) : fold(lines, open)), [lines, open, Boolean(find), form]);
  return (
    <>
      <div class="toolbar">
        {children}
        <span class="dim">{t('source.lines', { n: lines.length })}</span>
        <span class="gap" />
        <form class="finder" onSubmit={(event) => (event.preventDefault(), setAt((at + 1) % Math.max(1, hits.length)))}>
          <input class="inp" type="search" aria-label={t('source.find')} placeholder={t('source.find')} value={find} onInput={(event) => (setFind(event.currentTarget.value), setAt(0))} />
          <span class="n" role="status">{find && t('source.hits', { at: hits.length ? at + 1 : 0, n: hits.length })}</span>
          <Button label={t('source.before')} icon="newer" bare kind="quiet" disabled={hits.length === 0} onClick={() => setAt((at - 1 + hits.length) % hits.length)} />
          <Button label={t('source.next')} icon="older" bare kind="quiet" submit disabled={hits.length === 0} />
        </form>
        <Button label={t('act.copy')} icon="copy" onClick={() => void copy(text, t('what.source'))} />
      </div>
      <Lines shown={shown} of={lines.length} head={form === 'raw' ? lines.indexOf('') : 0} form={form} found={hits[at] ?? -1} unfold={(line) => setOpen(new Set([...open, line]))} />
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
  useLayoutEffect(() => {
    if (found >= 0) element.current!.scrollTop = Math.max(0, (found - 4) * LINE);
  }, [found]);
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
                <Html text={line.text} />
              ) : (
                <Line text={line.text} header={form === 'raw' && (head < 0 || line.at < head)} plain={form !== 'raw'} />
              )}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
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

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { copy } from '../../actions';
import * as api from '../../api';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { slice, spacer } from '../../store/window';

/** Height of a line of source; the style sheet has the same. */
const LINE = 18;

/** SourceTab shows the message as it came, by lines, of which only those in sight are in the document. */
export function SourceTab({ id }: { id: string }) {
  const [text, setText] = useState<string>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const loading = new AbortController();
    setFailed(false);
    api.source(id, loading.signal).then(setText, () => loading.signal.aborted || setFailed(true));
    return () => loading.abort();
  }, [id]);
  const [find, setFind] = useState('');
  const [at, setAt] = useState(0);
  const lines = useMemo(() => (text ?? '').replace(/\r?\n$/, '').split(/\r?\n/), [text]);
  const hits = useMemo(() => {
    const want = find.toLowerCase();
    return want ? lines.flatMap((line, index) => (line.toLowerCase().includes(want) ? [index] : [])) : [];
  }, [lines, find]);
  if (failed) return <p class="dim pad" role="alert">{t('source.failed')}</p>;
  if (text === undefined) return <p class="dim pad" aria-busy="true" />;
  return (
    <>
      <div class="toolbar">
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
      <Lines lines={lines} found={hits[at] ?? -1} />
    </>
  );
}

function Lines({ lines, found }: { lines: string[]; found: number }) {
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
  const metrics = { total: lines.length, row: LINE, view };
  const { start, end, y } = slice(top, metrics);
  const numbers = { width: `${String(lines.length).length + 1}ch` };
  const head = lines.indexOf('');
  return (
    <div class="source" ref={element} tabIndex={0} role="document" aria-label={t('source.label')} onScroll={(event) => setTop(event.currentTarget.scrollTop)}>
      <div class="spacer" style={{ height: `${spacer(metrics)}px` }}>
        <div class="lines" style={{ transform: `translateY(${y}px)` }}>
          {lines.slice(start, end).map((line, at) => (
            <div class={start + at === found ? 'ln found' : 'ln'} key={start + at}>
              <span class="no" aria-hidden="true" style={numbers}>{start + at + 1}</span>
              <Line text={line} header={head < 0 || start + at < head} />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

/** Line is one line of source: the name of a header stands out, and so does a boundary. */
function Line({ text, header }: { text: string; header: boolean }) {
  const name = /^[\x21-\x39\x3b-\x7e]+:/.exec(text)?.[0];
  if (header && name)
    return (
      <code>
        <b>{name}</b>
        {text.slice(name.length)}
      </code>
    );
  return <code class={!header && /^--\S/.test(text) ? 'boundary' : undefined}>{text || ' '}</code>;
}

import { useEffect, useRef, useState } from 'preact/hooks';
import { tell } from '../../actions';
import * as api from '../../api';
import { count, second } from '../../format';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { Link } from '../../parts/Link';
import { shorten } from '../../parts/Rule';
import { quoted } from '../../query';
import { changed, draft, hitsOf, marks } from '../../store/draft';
import { useFetched } from '../../store/fetched';
import type { TableInUse, TableList } from '../../wire';
import type { Asked } from './RulesScreen';
import { Versions } from './Versions';

interface Props {
  table: TableInUse;
  list: TableList;
  asked: Asked;
  onSaved: (next: TableList) => void;
}

/** What rules led is counted anew this often, in milliseconds. */
const HITS = 5000;

/** Editor is the text of a table, with what the sink has to say about each line beside it. */
export function Editor({ table, list, asked, onSaved }: Props) {
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const [stale, setStale] = useState(false);
  const hits = useFetched('hits', (signal) => api.hits(signal), HITS);
  const one = draft.value?.id === table.id ? draft.value : undefined;
  const read = () => {
    setProblem('');
    setStale(false);
    api.tableText(table.id!).then(({ text, tag }) => (draft.value = { id: table.id!, text, read: text, tag }), (cause) => setProblem(cause instanceof Error ? cause.message : String(cause)));
  };
  useEffect(() => {
    if (!one) read();
  }, [table.id]);
  const save = async () => {
    if (!one) return;
    setBusy(true);
    setProblem('');
    try {
      const next = await api.putTable(one.id, one.text, one.tag);
      const { text, tag } = await api.tableText(one.id);
      draft.value = { id: one.id, text, read: text, tag };
      tell(t('rules.saved'));
      onSaved(next);
    } catch (cause) {
      setStale(cause instanceof api.Problem && cause.status === 412);
      setProblem(cause instanceof Error ? cause.message : String(cause));
    }
    setBusy(false);
  };
  if (!one) return problem ? <p class="bad">{problem}</p> : null;
  const led = hits.data && !changed(one) ? hitsOf(hits.data.values, table.table) : undefined;
  const wrong = new Map(asked.problems.map(({ line, text }) => [line, text]));
  const said = asked.draft ? (asked.answer?.warnings ?? []) : list.warnings;
  const clean = asked.problems.length === 0 && !asked.problem;
  return (
    <>
      <header class="sidehead">
        <h2>
          <code title={table.table}>{shorten(table.table)}</code> {changed(one) && <span class="tag draft">{t('rules.draft')}</span>}
        </h2>
        {changed(one) && <Button label={t('rules.discard')} kind="quiet" onClick={read} />}
        {list.writable && <Button remote label={t('rules.save')} kind="primary" disabled={!changed(one) || !clean || busy} onClick={() => void save()} />}
      </header>
      {problem && (
        <p class="notebar" role="alert">
          {problem} {stale && <Button label={t('rules.readAgain')} kind="quiet" onClick={read} />}
        </p>
      )}
      <Lines text={one.text} wrong={wrong} warned={marks(said, table.file ?? '')} led={led} table={table.table} set={(text) => (draft.value = { ...one, text })} />
      {led && hits.data?.since && <p class="dim under-lines">{t(hits.data.partial ? 'rules.hitsPartial' : 'rules.hitsSince', { since: second(Date.parse(hits.data.since)) })}</p>}
      {(asked.problems.length > 0 || (asked.draft && said.length > 0)) && (
        <ul class="said-of" aria-label={t('rules.said')}>
          {asked.problems.map(({ line, text }) => (
            <li key={`${line}${text}`} class="bad">{line > 0 && <b>{t('rules.line', { n: line })} </b>}{text}</li>
          ))}
          {asked.problems.length === 0 && said.map((warning) => <li key={warning} class="warned">{shorten(warning)}</li>)}
        </ul>
      )}
      <Versions id={one.id} read={one.read} restore={(text) => (draft.value = { ...one, text })} />
    </>
  );
}

interface LinesProps {
  text: string;
  wrong: Map<number, string>;
  warned: Map<number, string>;
  /** How many messages the rule of each line led. */
  led?: Map<number, number>;
  table: string;
  set: (text: string) => void;
}

/** Led is how many messages a rule led, and leads to them. */
function Led({ n, line, table }: { n: number; line: number; table: string }) {
  return (
    <Link to={{ q: `rule:${quoted(`${table}:${line}`)}` }} title={t('rules.hitsOf', { n, line })}>
      {count(n)}
      <span class="sr"> {t('rules.hitsOf', { n, line })}</span>
    </Link>
  );
}

/** Lines is a text field with the numbers of its lines; those with a mistake stand out. */
function Lines({ text, wrong, warned, led, table, set }: LinesProps) {
  const gutter = useRef<HTMLDivElement>(null);
  const counts = useRef<HTMLDivElement>(null);
  const n = text.split('\n').length;
  const scrolled = (event: Event) => {
    for (const side of [gutter.current, counts.current]) if (side) side.scrollTop = (event.currentTarget as HTMLElement).scrollTop;
  };
  return (
    <div class="lines-edit" style={{ '--rows': Math.min(28, Math.max(8, n + 1)) }}>
      <div class="gutter" aria-hidden="true" ref={gutter}>
        {Array.from({ length: n }, (_, at) => {
          const bad = wrong.get(at + 1);
          const odd = warned.get(at + 1);
          return <span key={at} class={bad ? 'bad' : odd ? 'warned' : undefined} title={bad ?? odd}>{at + 1}</span>;
        })}
      </div>
      <textarea aria-label={t('rules.text')} aria-invalid={wrong.size > 0 || undefined} wrap="off" spellcheck={false} autocomplete="off" autocapitalize="off" value={text} onInput={(event) => set(event.currentTarget.value)} onScroll={scrolled} />
      {led && (
        <div class="hits" role="group" aria-label={t('rules.hits')} ref={counts}>
          {Array.from({ length: n }, (_, at) => (
            <span key={at}>{led.has(at + 1) && <Led n={led.get(at + 1)!} line={at + 1} table={table} />}</span>
          ))}
        </div>
      )}
    </div>
  );
}

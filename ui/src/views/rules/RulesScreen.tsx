import { useEffect, useState } from 'preact/hooks';
import { failed, tell } from '../../actions';
import * as api from '../../api';
import { moment } from '../../format';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { shorten } from '../../parts/Rule';
import { Failure, Screen, Waiting } from '../../parts/Screen';
import { route } from '../../route';
import { changed, draft } from '../../store/draft';
import { useFetched } from '../../store/fetched';
import type { RulesAnswer, TableInUse, TableList, TableProblem } from '../../wire';
import { Editor } from './Editor';
import { Impact } from './Impact';
import { Many } from './Many';
import { Tester } from './Tester';

/** Typing has to rest this long before the tables are asked, in milliseconds. */
const REST = 120;

/** A draft is held against this many of the newest messages. */
const HELD = 1000;

/** An address that has been typed to its end; a local part in quotes may hold anything. */
const WHOLE = /^(?:(?:[^@\s"]+|"(?:[^"\\]|\\.)*")@[^@\s]*[^@\s.]|postmaster)$/i;

/** RulesScreen tests addresses, and writes tables with what they would change in sight. */
export function RulesScreen() {
  const list = useFetched('tables', (signal) => api.tables(signal));
  const [fresh, setFresh] = useState<TableList>();
  const known = fresh ?? list.data;
  const asked = useAsked();
  const reload = () => api.reloadTables().then((next) => (setFresh({ ...known, ...next } as TableList), tell(t('rules.reloaded')), asked.again()), failed);
  return (
    <Screen
      title={t('rules.title')}
      kind="rules"
      tools={
        <>
          <span class="gap" />
          {known?.loadedAt && <span class="dim">{t('rules.loaded', { time: moment(Date.parse(known.loadedAt), Date.now()) })}</span>}
          <Button remote label={t('rules.reload')} icon="reload" onClick={() => void reload()} />
        </>
      }
    >
      <Tester {...asked} />
      {list.problem && <Failure text={list.problem} again={list.again} />}
      {!known && list.busy && <Waiting />}
      {known && <Tables list={known} asked={asked} onSaved={(next) => (setFresh(next), asked.again())} />}
      <Many draft={asked.draft} />
    </Screen>
  );
}

/** Asked is the question to the tables, and what they answer. */
export interface Asked {
  address: string;
  sender: string;
  setAddress: (address: string) => void;
  setSender: (sender: string) => void;
  answer?: RulesAnswer;
  problems: TableProblem[];
  problem: string;
  /** The draft and its file, when there is one that differs. */
  draft?: { draft: string; file: string };
  again: () => void;
}

function useAsked(): Asked {
  const [address, setAddress] = useState(route.value.address);
  const [sender, setSender] = useState('');
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<Pick<Asked, 'answer' | 'problems' | 'problem'>>({ problems: [], problem: '' });
  const one = draft.value;
  const written = changed(one) ? { draft: one.text, file: one.id } : undefined;
  useEffect(() => setAddress(route.value.address), [route.value.address]);
  useEffect(() => {
    const whole = WHOLE.test(address);
    if (!whole && !written) return setState({ problems: [], problem: '' });
    const asking = new AbortController();
    const timer = setTimeout(() => {
      const ask = { addresses: whole ? [address] : [], lookups: true, ...(sender && { sender }), ...written, ...(written && { messages: HELD }) };
      api.askRules(ask, asking.signal).then(
        (answer) => setState({ answer, problems: [], problem: '' }),
        (cause) => asking.signal.aborted || setState((old) => ({ ...old, problems: cause instanceof api.Problem ? cause.problems : [], problem: String(cause instanceof Error ? cause.message : cause) })),
      );
    }, REST);
    return () => (clearTimeout(timer), asking.abort());
  }, [address, sender, written?.draft, written?.file, turn]);
  return { address, sender, setAddress, setSender, ...state, draft: written, again: () => setTurn((n) => n + 1) };
}

/** phone says whether a table has the whole screen, once it is chosen. */
function phone(): boolean {
  return !matchMedia('(min-width: 720px)').matches;
}

/** focused takes the focus to a table that covers the list. */
function focused(table: HTMLElement | null): void {
  if (phone()) table?.focus({ preventScroll: true });
}

function Tables({ list, asked, onSaved }: { list: TableList; asked: Asked; onSaved: (next: TableList) => void }) {
  const tables = list.tables ?? [];
  const [chosen, setChosen] = useState(() => (phone() ? '' : (draft.value?.id ?? tables.find((one) => one.id)?.id ?? '')));
  const table = tables.find((one) => one.id === chosen);
  const back = () => {
    document.querySelector<HTMLElement>('.table-list .entry[aria-pressed=true]')?.focus();
    setChosen('');
  };
  return (
    <section class="tables" aria-label={t('rules.tables')}>
      <div class="table-list">
        <h2>{t('rules.tables')}</h2>
        {tables.length === 0 && <p class="dim">{t('rules.noTables')} <code>{list.table}</code></p>}
        <ul>
          {tables.map((one, at) => (
            <TableEntry key={at} one={one} chosen={Boolean(one.id) && one.id === chosen} choose={() => setChosen(one.id ?? '')} />
          ))}
        </ul>
        {list.warnings.length > 0 && (
          <details class="notebar" open>
            <summary>{t('rules.warnings', { n: list.warnings.length })}</summary>
            <ul>
              {list.warnings.map((warning) => (
                <li key={warning} title={warning}>{shorten(warning)}</li>
              ))}
            </ul>
          </details>
        )}
        {!list.writable && <p class="dim">{t('rules.readOnly')} <code>--rules-writable</code></p>}
      </div>
      {table?.id && (
        <div class="table-text" onKeyDown={(event) => phone() && event.key === 'Escape' && (event.stopPropagation(), back())} tabIndex={-1} ref={focused}>
          <Button label={t('rules.tables')} icon="back" kind="quiet" class="to-tables" onClick={back} />
          <Editor key={table.id} table={table} list={list} asked={asked} onSaved={onSaved} />
          {asked.draft && asked.answer?.impact && asked.problems.length === 0 && <Impact impact={asked.answer.impact} />}
        </div>
      )}
    </section>
  );
}

function TableEntry({ one, chosen, choose }: { one: TableInUse; chosen: boolean; choose: () => void }) {
  const written = draft.value?.id === one.id && changed(draft.value);
  return (
    <li>
      <button type="button" class="entry" aria-pressed={chosen} disabled={!one.id} title={one.table} onClick={choose}>
        <span class="name">
          <code>{shorten(one.table)}</code>
          <span class="dim">{one.use}{written && ` · ${t('rules.draft')}`}</span>
        </span>
        {one.rules >= 0 && <span class="n">{t('rules.count', { n: one.rules })}</span>}
      </button>
    </li>
  );
}

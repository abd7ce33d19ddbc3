import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import * as act from '../../actions';
import * as api from '../../api';
import { at as path } from '../../base';
import { count } from '../../format';
import { topics as texts, words as meanings } from '../../i18n/en/help';
import { say, t } from '../../i18n/t';
import { bindings, keysOf } from '../../keys';
import { Dialog } from '../../parts/Dialog';
import { Icon } from '../../parts/Icon';
import { Stroke } from '../../parts/Stroke';
import { FIELDS, mineQuery, quoted } from '../../query';
import { visit } from '../../route';
import { facets, inbox, info, layer, saved } from '../../store/app';
import { prefs } from '../../store/prefs';
import type { Facet } from '../../wire';

/** Entry is one thing that the palette can do. */
interface Entry {
  group: 'command' | 'place' | 'rcpt' | 'tag' | 'mail' | 'help' | 'word';
  text: string;
  icon: string;
  key?: string;
  n?: number;
  run: () => void;
}

/** At most this many of each group are shown. */
const MOST = 6;

const PREFIX: Record<string, Entry['group'][]> = { '>': ['command'], '@': ['rcpt'], '#': ['tag'], '?': ['help', 'word', 'command'] };

/** score says how well a text fits what was typed: the letters in order, better when together and at the start of words; 0 is not at all. */
export function score(text: string, typed: string): number {
  const [low, want] = [text.toLowerCase(), typed.toLowerCase().replace(/\s+/g, '')];
  if (!want) return 1;
  let [sum, at] = [0, -1];
  for (const letter of want) {
    const next = low.indexOf(letter, at + 1);
    if (next < 0) return 0;
    sum += next === at + 1 ? 5 : /\W|^$/.test(low[next - 1] ?? '') ? 4 : 1;
    at = next;
  }
  return sum / (1 + low.length / 100);
}

/** commands are the lines of the key table; those that need to be told more are shown for their keys alone. */
function commands(all: boolean): Entry[] {
  return bindings
    .filter(({ text }) => all || (text !== 'key.tab' && text !== 'key.saved' && text !== 'key.palette'))
    .map((binding) => ({ group: 'command', text: t(binding.text), icon: 'command', key: keysOf(binding)[0], run: binding.run }));
}

/** leaving is the command to log out, where there is a login. */
function leaving(): Entry[] {
  return info.value?.login ? [{ group: 'command', text: t('settings.logout'), icon: 'out', run: act.logout }] : [];
}

function places(): Entry[] {
  const out: Entry[] = saved.value.map((one, at) => ({ group: 'place', text: one.name, icon: 'save', key: at < 9 ? `g ${at + 1}` : undefined, run: () => visit({ saved: one.name }) }));
  if (prefs.value.mine.length) out.push({ group: 'place', text: t('view.mine'), icon: 'user', run: () => act.search(mineQuery(prefs.value.mine)) });
  return out;
}

function mails(): Entry[] {
  const out: Entry[] = [];
  for (let index = 0; index < Math.min(200, inbox.rows.total); index++) {
    const row = inbox.rows.at(index);
    if (row) out.push({ group: 'mail', text: row.subj || t('row.noSubject'), icon: 'mail', run: () => visit({ id: row.id }) });
  }
  return out;
}

function tags(): Entry[] {
  const known = new Set<string>();
  for (let index = 0; index < Math.min(1000, inbox.rows.total); index++) inbox.rows.at(index)?.tags?.forEach((tag) => known.add(tag));
  return [...known].map((tag) => ({ group: 'tag', text: tag, icon: 'tag', run: () => act.search(`tag:${quoted(tag)}`) }));
}

function recipients(found: Facet[]): Entry[] {
  return found.map(({ value, total }) => ({ group: 'rcpt', text: value, icon: 'user', n: total, run: () => act.search(`rcpt:${quoted(value)}`) }));
}

/** topics are what help is about beside the keys. */
function topics(): Entry[] {
  const all: [string, string, () => void][] = [
    [t('keys.title'), 'keys', () => (layer.value = 'keys')],
    [t('keys.change'), 'keys', () => visit({ screen: 'settings' })],
    [say(texts.combine), 'search', act.focusSearch],
    [say(texts.views), 'save', () => (layer.value = 'save')],
    [say(texts.mine), 'user', () => (layer.value = 'mine')],
    [say(texts.first, { address: info.value?.smtp ?? '' }), 'send', () => (layer.value = 'inject')],
    [say(texts.api), 'code', () => open(path('openapi.json'), '_blank', 'noopener')],
  ];
  return all.map(([text, icon, run]) => ({ group: 'help', text, icon, run }));
}

/** words are what can stand before a colon in a search; choosing one begins it. */
function words(): Entry[] {
  return FIELDS.filter((name) => name in meanings).map((name) => ({
    group: 'word', text: `${name}: ${say(meanings[name]!)}`, icon: 'search', run: () => begin(`${name}:`),
  }));
}

/** begin puts the beginning of a term behind what is searched for. */
function begin(term: string): void {
  const box = document.getElementById('search');
  if (!(box instanceof HTMLInputElement)) return;
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
  document.execCommand('insertText', false, (box.value && !box.value.endsWith(' ') ? ' ' : '') + term);
}

/** rank puts what fits best first, group by group. */
function rank(all: Entry[], typed: string, most: number): Entry[] {
  const groups = new Map<string, { entry: Entry; fit: number }[]>();
  for (const entry of all) {
    const fit = score(entry.text, typed);
    if (fit > 0) groups.set(entry.group, [...(groups.get(entry.group) ?? []), { entry, fit }]);
  }
  const best = (list: { fit: number }[]) => Math.max(...list.map(({ fit }) => fit));
  return [...groups.values()]
    .map((list) => (typed ? list.sort((a, b) => b.fit - a.fit) : list))
    .sort((a, b) => (typed ? best(b) - best(a) : 0))
    .flatMap((list) => list.slice(0, most).map(({ entry }) => entry));
}

/** Palette does anything by its name. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [found, setFound] = useState<Facet[]>(facets.recipients.value);
  const [at, setAt] = useState(0);
  const box = useRef<HTMLInputElement>(null);
  const only = PREFIX[text[0] ?? ''];
  const typed = (only ? text.slice(1) : text).trim();
  const chosen = useRef<(() => void) | undefined>(undefined);
  useEffect(() => {
    box.current?.focus();
    // What is chosen is done once the focus has gone back to where it was: it may take it elsewhere.
    return () => void (chosen.current && setTimeout(chosen.current));
  }, []);
  useEffect(() => {
    if (typed.length < 2) return setFound(facets.recipients.value);
    const asking = new AbortController();
    api.facets('rcpt', typed.toLowerCase(), 12, asking.signal).then(setFound, () => undefined);
    return () => asking.abort();
  }, [typed]);
  const list = useMemo(() => {
    const help = only === PREFIX['?'];
    const all = [...(help ? topics() : []), ...commands(help), ...leaving(), ...places(), ...recipients(found), ...tags(), ...mails(), ...(help ? words() : topics())];
    return rank(only ? all.filter((entry) => only.includes(entry.group)) : all, typed, only ? 60 : MOST);
  }, [text, found]);
  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    chosen.current = entry.run;
    onClose();
  };
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step) setAt((at + step + list.length) % Math.max(1, list.length));
    else if (event.key === 'Enter') choose(list[at]);
    else return;
    event.preventDefault();
  };
  useEffect(() => document.getElementById(`pal-${at}`)?.scrollIntoView({ block: 'nearest' }), [at]);
  return (
    <Dialog title={t('palette.title')} class="palette" onClose={onClose}>
      <div class="ask">
        <Icon name="command" />
        <input
          ref={box}
          type="text"
          role="combobox"
          aria-label={t('palette.title')}
          aria-expanded="true"
          aria-controls="pal"
          aria-autocomplete="list"
          aria-activedescendant={list.length ? `pal-${at}` : undefined}
          placeholder={t('palette.hint')}
          autocomplete="off"
          spellcheck={false}
          value={text}
          onInput={(event) => (setText(event.currentTarget.value), setAt(0))}
          onKeyDown={press}
        />
      </div>
      <div class="results" id="pal" role="listbox" aria-label={t('palette.title')}>
        {list.map((entry, index) => (
          <div key={`${entry.group}-${index}-${entry.text}`} id={`pal-${index}`} role="option" aria-selected={index === at} onPointerMove={() => setAt(index)} onClick={() => choose(entry)}>
            <Icon name={entry.icon} />
            <span class="name" dir="auto">{entry.text}</span>
            {entry.n !== undefined && <span class="n">{count(entry.n)}</span>}
            <span class="n">{t(`palette.${entry.group}`)}</span>
            {entry.key && <Stroke name={entry.key} />}
          </div>
        ))}
      </div>
      {list.length === 0 && <p class="state">{t('palette.none')}</p>}
      <p class="foot" aria-hidden="true">{t('palette.prefixes')}</p>
    </Dialog>
  );
}

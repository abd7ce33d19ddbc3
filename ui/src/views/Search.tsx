import { useEffect, useRef, useState } from 'preact/hooks';
import { refine } from '../actions';
import * as api from '../api';
import { count } from '../format';
import { t } from '../i18n/t';
import { Icon } from '../parts/Icon';
import { Inked } from '../parts/Inked';
import { complete, placed, quoted, termAt, wanted } from '../query';
import { route } from '../route';
import { inbox, layer, stage, view } from '../store/app';
import { prefs } from '../store/prefs';

/** Typing has to rest this long before it is searched for. */
const REST = 80;

/** At most this much is offered to complete a term. */
const OFFERS = 8;

interface Offer {
  text: string;
  shown: string;
  n?: number;
}

/** offers finds what could complete the term before the caret. */
async function offers(q: string, caret: number, signal: AbortSignal): Promise<Offer[]> {
  const term = termAt(q, caret);
  const want = wanted(q.slice(term.from, caret));
  if (!want) return [];
  if ('fields' in want) return want.fields.slice(0, OFFERS).map((name) => ({ text: `${name}:`, shown: `${name}:` }));
  if ('values' in want) return want.values.slice(0, OFFERS).map((value) => ({ text: `${want.field}:${value}`, shown: value }));
  const found = await api.facets(want.facet, want.prefix, OFFERS, signal);
  return found.filter(({ value }) => value.toLowerCase() !== want.prefix).map(({ value, total }) => ({ text: `${want.field}:${quoted(value)}`, shown: value, n: total }));
}

/** useOffers keeps what is offered while the text changes; picked is the one that the arrows have come to. */
function useOffers() {
  const [list, setList] = useState<Offer[]>([]);
  const [picked, setPicked] = useState(-1);
  const asking = useRef<AbortController | undefined>(undefined);
  const set = (next: Offer[]) => (setList(next), setPicked(-1));
  const ask = (q: string, caret: number) => {
    asking.current?.abort();
    const mine = (asking.current = new AbortController());
    offers(q, caret, mine.signal).then((found) => mine.signal.aborted || set(found), () => undefined);
  };
  const close = () => (asking.current?.abort(), set([]));
  return { list, picked, setPicked, ask, close };
}

/** Search is the box that lists what a query finds while it is typed, and offers what could be typed next. */
export function Search() {
  const { q } = view.value;
  const [text, setText] = useState(q);
  const [composing, setComposing] = useState(false);
  const timer = useRef(0);
  const typed = useRef(false);
  const box = useRef<HTMLInputElement>(null);
  const offer = useOffers();
  const asked = useRef(q);
  // What this box has asked for is not put back into it: it would take away what was typed since, and the space that begins the next term.
  useEffect(() => {
    const now = view.peek().q;
    if (now !== asked.current) setText((asked.current = now));
  }, [q]);

  const look = (value: string) => {
    clearTimeout(timer.current);
    asked.current = value.trim();
    refine({ q: asked.current }, typed.current);
    typed.current = true;
  };
  const input = (value: string) => {
    setText(value);
    offer.ask(value, box.current!.selectionStart ?? value.length);
    clearTimeout(timer.current);
    // A single letter finds too much, and a field without its value nothing.
    if (value.trim().length !== 1 && !/(?:^|\s)[\w-]+:$/.test(value)) timer.current = window.setTimeout(() => look(value), REST);
  };
  const take = (one: Offer) => {
    const element = box.current!;
    const done = complete(text, termAt(text, element.selectionStart ?? text.length), one.text);
    element.value = done.q;
    element.setSelectionRange(done.caret, done.caret);
    input(done.q);
    element.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const open = offer.list.length > 0;
    const picked = offer.list[offer.picked];
    if (event.key === 'Escape') {
      if (open) offer.close();
      else if (text) (setText(''), look(''));
      else stage.focus();
    } else if (open && event.key === 'ArrowDown') offer.setPicked(Math.min(offer.picked + 1, offer.list.length - 1));
    else if (open && event.key === 'ArrowUp') offer.setPicked(Math.max(offer.picked - 1, -1));
    else if (picked && (event.key === 'Enter' || event.key === 'Tab')) take(picked);
    else if (event.key === 'ArrowDown') stage.focus();
    else return;
    event.preventDefault();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    offer.close();
    look(text);
    stage.focus();
  };
  const { status, position } = inbox.problem.value;
  const bad = status === 400 && route.value.screen === 'mail';
  // The mistake is shown in the text that it was found in, not in what has been typed since.
  const place = bad && text.trim() === q ? placed(q, prefs.value.mine, position) + text.length - text.trimStart().length : -1;
  return (
    <form class={bad ? 'search bad' : 'search'} role="search" onSubmit={submit} onFocusOut={(event) => event.currentTarget.contains(event.relatedTarget as Node) || offer.close()}>
      <Icon name="search" />
      <span class={composing ? 'typing plain' : 'typing'} dir="ltr">
        <input
        id="search"
        ref={box}
        type="text"
        role="combobox"
        enterkeyhint="search"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        aria-label={t('search.label')}
        aria-expanded={offer.list.length > 0}
        aria-controls="search-offers"
        aria-autocomplete="list"
        aria-activedescendant={offer.picked >= 0 ? `offer-${offer.picked}` : undefined}
        aria-invalid={bad || undefined}
        aria-describedby={bad ? 'search-hint' : undefined}
        placeholder={t('search.hint')}
        value={text}
        onFocus={() => (typed.current = false)}
        onInput={(event) => input(event.currentTarget.value)}
        onKeyDown={press}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
      />
        <Inked text={text} bad={position ? place : -1} box={box} />
      </span>
      {text ? (
        <>
          <button type="button" class="btn quiet bare" title={t('view.save')} onClick={() => (layer.value = 'save')}>
            <Icon name="save" />
            <span class="sr">{t('view.save')}</span>
          </button>
          <button type="button" class="btn quiet bare" title={t('search.clear')} onClick={() => (setText(''), look(''))}>
            <Icon name="close" />
            <span class="sr">{t('search.clear')}</span>
          </button>
        </>
      ) : (
        <kbd aria-hidden="true">/</kbd>
      )}
      <ul class="offers" id="search-offers" role="listbox" aria-label={t('search.offers')} hidden={offer.list.length === 0}>
        {offer.list.map((one, at) => (
          <li key={one.text} id={`offer-${at}`} role="option" aria-selected={at === offer.picked} onPointerDown={(event) => (event.preventDefault(), take(one))}>
            <span class="name">{one.shown}</span>
            {one.n !== undefined && <span class="n">{count(one.n)}</span>}
          </li>
        ))}
      </ul>
    </form>
  );
}

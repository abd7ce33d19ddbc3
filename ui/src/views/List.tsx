import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { extendTo, open, toggle } from '../actions';
import { t } from '../i18n/t';
import { route } from '../route';
import { active, cut, following, hovered, inbox, pointed, selection, sought, stage } from '../store/app';
import { Slots } from '../store/slots';
import { room, spacer } from '../store/window';
import { Row, Skeleton } from './Row';

/** Rows are fetched for a list that is scrolled at most this often, in milliseconds. */
const FETCH = 50;

/** Rows fetched beyond those drawn, so that slow scrolling never has to wait. */
const AHEAD = 24;

/** List shows any number of messages, of which only those in sight are in the document. */
export function List() {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => stage.mount(element.current!), []);
  return (
    <div
      class="list"
      ref={element}
      role="listbox"
      tabIndex={0}
      aria-label={t('list.label')}
      aria-multiselectable="true"
      aria-activedescendant={pointed.value ? `m-${pointed.value}` : undefined}
      onScroll={scrolled}
      onPointerMove={moved}
      onPointerDown={() => stage.pointer('down')}
      onPointerUp={() => stage.pointer('up')}
      onPointerLeave={left}
      onClick={click}
    >
      <Probe />
      <Window />
    </div>
  );
}

function moved(event: PointerEvent): void {
  stage.pointer('move');
  const fine = event.pointerType === 'mouse' && !event.buttons;
  hovered.value = (fine && (event.target as HTMLElement).closest('.row')?.id.slice(2)) || '';
}

function left(event: PointerEvent): void {
  stage.pointer('up');
  if (!(event.relatedTarget as HTMLElement | null)?.closest?.('.quick')) hovered.value = '';
}

/** scrolled ends following: who scrolls wants to look, not to be led. */
function scrolled(): void {
  stage.scrolled();
  hovered.value = '';
  if (stage.held()) following.value = false;
}

function click(event: MouseEvent): void {
  const target = event.target as HTMLElement;
  const id = target.closest('.row')?.id.slice(2);
  if (!id) return;
  active.value = id;
  if (event.shiftKey) extendTo(id);
  else if (event.ctrlKey || event.metaKey || target.matches('[data-pick]')) toggle(id);
  else open(id);
}

/** Window draws the rows in sight, and the active one wherever it is, so that it can always be referred to. */
function Window() {
  const { start, end, y } = stage.slice.value;
  const { rows, version } = inbox;
  inbox.faded.value;
  const timer = useRef(0);
  useEffect(() => {
    timer.current ||= window.setTimeout(() => {
      timer.current = 0;
      const now = stage.slice.peek();
      inbox.need(now.start - AHEAD, now.end + AHEAD);
    }, FETCH);
  }, [start, end, version.value]);
  const slots = useRef(new Slots()).current;
  slots.show(rows.total - end, rows.total - 1 - start, room({ total: rows.total, row: stage.row.value, view: stage.height.value }));
  const out = [];
  for (let index = start; index < end; index++) out.push(cell(index, slots.of(rows.total - 1 - index)));
  const away = active.value ? rows.indexOf(active.value) : -1;
  const height = spacer({ total: rows.total, row: stage.row.value, view: stage.height.value });
  return (
    <div class="spacer" role="presentation" style={{ height: `${height}px` }}>
      <div class="window" role="presentation" style={{ transform: `translateY(${y}px)` }}>
        {out}
      </div>
      {away >= 0 && (away < start || away >= end) && (
        <div class="away" role="presentation" style={{ transform: `translateY(${away < start ? 0 : height - stage.row.value}px)` }}>
          {cell(away, -1)}
        </div>
      )}
    </div>
  );
}

/** cell draws the row at an index into the element of a number. */
function cell(index: number, slot: number) {
  const { rows } = inbox;
  const row = rows.at(index);
  if (!row) return <Skeleton key={slot} place={index + 1} of={rows.total} />;
  return (
    <Row
      key={slot}
      row={row}
      place={index + 1}
      of={rows.total}
      active={row.id === active.value}
      current={row.id === route.value.id}
      picked={selection.has(row.id)}
      sought={sought.value}
      gone={inbox.faded.value.has(row.id)}
      hot={row.id === hovered.value && !cut.value}
    />
  );
}

/** Probe is a row that is not seen. Its height is the height of all rows, also when the user enlarges or spaces out the text. */
function Probe() {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const measure = () => {
      const height = element.current!.offsetHeight;
      if (height) stage.row.value = height;
      element.current!.parentElement!.style.setProperty('--row', `${stage.row.value}px`);
    };
    const sized = new ResizeObserver(measure);
    sized.observe(element.current!);
    measure();
    return () => sized.disconnect();
  }, []);
  return (
    <div class="row probe" ref={element} aria-hidden="true">
      <span class="line">M</span>
      <span class="line">
        <span class="rcpt">M</span>
      </span>
      <span class="line">M</span>
    </div>
  );
}

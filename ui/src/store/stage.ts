import { computed, signal } from '@preact/signals';
import type { Inbox, Stage } from './inbox';
import * as win from './window';

/** No row moves for this long after the pointer did. */
const REST = 400;

/** Arrivals are not kept back for the pointer longer than this. */
const PATIENCE = 2000;

/** ListStage is the scrolled list on the screen: where it stands and what may move. */
export class ListStage implements Stage {
  readonly top = signal(0);
  readonly height = signal(0);
  readonly row = signal(72);
  /** The rows to draw. */
  readonly slice = computed(() => {
    this.inbox.version.value;
    return win.slice(this.top.value, this.metrics(this.height.value, this.row.value));
  });
  private element?: HTMLElement;
  private moved = -Infinity;
  private pressed = false;
  private waits = 0;
  private wanted = false;

  constructor(
    private readonly inbox: Inbox,
    private readonly active: () => string,
  ) {
    inbox.stage = this;
  }

  /** mount binds the stage to the element that scrolls; it returns what unbinds it. */
  mount(element: HTMLElement): () => void {
    this.element = element;
    const sized = new ResizeObserver(() => (this.height.value = element.clientHeight));
    sized.observe(element);
    this.height.value = element.clientHeight;
    // A list that comes back stands where it stood.
    element.scrollTop = this.top.value;
    this.top.value = element.scrollTop;
    if (this.wanted) element.focus({ preventScroll: true });
    this.wanted = false;
    return () => {
      sized.disconnect();
      this.element = undefined;
    };
  }

  /** scrolled takes over where the element stands; at the top, what waits is let in. */
  scrolled(): void {
    if (!this.element) return;
    this.top.value = this.element.scrollTop;
    if (this.top.value < 1 && this.inbox.waits() && !this.inbox.paused.value && !this.inbox.sorted()) this.inbox.release();
  }

  pointer(kind: 'move' | 'down' | 'up'): void {
    this.moved = performance.now();
    if (kind !== 'move') this.pressed = kind === 'down';
  }

  held(): boolean {
    return document.hidden || this.top.peek() > 0 || this.wouldLose();
  }

  /** wouldLose tells whether an arrival would push the row that has the focus out of sight. */
  private wouldLose(): boolean {
    if (!this.element || document.activeElement !== this.element) return false;
    const index = this.inbox.rows.indexOf(this.active());
    return index > 0 && (index + 2) * this.row.peek() > this.height.peek();
  }

  restless(now: number): number {
    const left = this.pressed ? REST : this.moved + REST - now;
    if (left <= 0 || this.top.peek() > 0) {
      this.waits = 0;
      return 0;
    }
    this.waits ||= now;
    return Math.max(0, Math.min(left, this.waits + PATIENCE - now));
  }

  keep(change: () => void): void {
    const { rows } = this.inbox;
    const mark = rows.at(win.first(this.top.peek(), this.metrics()));
    const before = mark ? rows.indexOf(mark.id) : -1;
    change();
    const after = mark ? rows.indexOf(mark.id) : -1;
    if (this.top.peek() > 0 && before >= 0 && after >= 0) this.scroll(win.shift(this.top.peek(), after - before, this.metrics()));
  }

  /** reveal scrolls as little as needed to see a row whole. */
  reveal(index: number): void {
    this.scroll(win.reveal(index, this.top.peek(), this.metrics()));
  }

  /** home scrolls to the newest row and lets in what waits. */
  home(): void {
    this.inbox.release();
    this.scroll(0);
  }

  focus(): void {
    this.element?.focus({ preventScroll: true });
  }

  /** focusNext gives the list the focus as soon as it comes back to the screen. */
  focusNext(): void {
    this.wanted = true;
  }

  /** page returns how many rows are seen at once. */
  page(): number {
    return Math.max(1, Math.floor(this.height.peek() / this.row.peek()) - 1);
  }

  private scroll(top: number): void {
    if (top === this.top.peek()) return;
    this.top.value = top;
    // The spacer has to be as tall as the position asked for before the element can go there.
    queueMicrotask(() => this.element && (this.element.scrollTop = top));
  }

  private metrics(view = this.height.peek(), row = this.row.peek()): win.Metrics {
    return { total: this.inbox.rows.total, row, view };
  }
}

import { batch, signal } from '@preact/signals';
import * as api from '../api';
import type { View } from '../api';
import { Feed, type Link } from '../live/feed';
import type { Counts, Frame, Row, RowsAnswer } from '../wire';
import { Pace } from './pace';
import { PAGE, Rows, type Missing } from './rows';

/** Stage is the list on the screen, as far as the inbox must know it. */
export interface Stage {
  /** held tells whether arrivals have to wait because the list was scrolled away from its top. */
  held(): boolean;
  /** restless returns how many milliseconds to wait until the pointer rests, so that no row moves under it. */
  restless(now: number): number;
  /** keep makes a change to the rows without moving what is seen. */
  keep(change: () => void): void;
}

const EMPTY_STAGE: Stage = { held: () => false, restless: () => 0, keep: (change) => change() };

/** Requests for pages under way at once. */
const PARALLEL = 2;

/**
 * Inbox is the list of one view, kept up to date. Arrivals are drawn at once
 * when it is quiet, gathered when it is busy, and wait while the list is held
 * or paused: what the user looks at never moves.
 */
export class Inbox {
  readonly rows = new Rows();
  /** Counts up whenever rows have changed. */
  readonly version = signal(0);
  /** Arrivals that wait. */
  readonly waiting = signal(0);
  readonly unread = signal(0);
  /** What the server says of a search that it had no time to finish. */
  readonly note = signal('');
  /** Rows of messages that others have deleted, while nothing may move: they go with the next drawing. */
  readonly faded = signal<ReadonlySet<string>>(new Set());
  /** How much happened while the server could not be reached, while that is fetched. */
  readonly missed = signal(0);
  /** There are more messages than have been counted. */
  readonly partial = signal(false);
  readonly status = signal<'loading' | 'ready' | 'failed'>('loading');
  /** Why the last fetch failed; status 400 is for the user to mend, in the query. */
  readonly problem = signal({ status: 0, text: '', position: 0 });
  readonly paused = signal(false);
  readonly link = signal<Link>('connecting');
  /** When a lost connection is tried again, as performance.now() counts. */
  readonly retry = signal(0);
  /** Arrivals of the last second. */
  readonly rate = signal(0);
  stage: Stage = EMPTY_STAGE;
  /** Called with the newest row after arrivals have been drawn. */
  arrived: (newest: Row, n: number) => void = () => {};
  /** Called with the messages that are no more. */
  gone: (ids: ReadonlySet<string>) => void = () => {};

  private view: View = { q: '', account: '', mailbox: '' };
  private pending: Row[] = [];
  private upTo = 0;
  private counted?: Counts;
  private removed = new Set<string>();
  /** The list differs from that of the server in ways that are not known, and has to be fetched before it is drawn again. */
  private stale = false;
  private pace = new Pace();
  private timer = 0;
  private resync = 0;
  private loading?: AbortController;
  private wanted: [number, number] = [0, 0];
  private under = new Set<number>();
  private feed = new Feed({ frame: (frame) => this.receive(frame), link: (link, retry = 0) => batch(() => ((this.link.value = link), (this.retry.value = retry))) });

  /** open shows a view; rows of it that are at hand need not be fetched. */
  async open(view: View, atHand?: RowsAnswer): Promise<void> {
    this.view = view;
    this.status.value = 'loading';
    await this.load(atHand, true);
  }

  /** hurry tries to reach the server now. */
  hurry(): void {
    this.feed.hurry();
  }

  /** reload fetches the newest rows again, and keeps what is seen in place. */
  async reload(): Promise<void> {
    await this.load(undefined, false);
  }

  private async load(atHand: RowsAnswer | undefined, fresh: boolean): Promise<void> {
    clearTimeout(this.resync);
    this.resync = 0;
    this.loading?.abort();
    const mine = (this.loading = new AbortController());
    try {
      const answer = atHand ?? (await api.rows(this.view, { offset: 0, limit: PAGE, asof: 0 }, mine.signal));
      if (!mine.signal.aborted) this.show(answer, fresh);
    } catch (cause) {
      if (!mine.signal.aborted) this.fail(cause);
    }
  }

  private show(answer: RowsAnswer, fresh: boolean): void {
    const change = () => {
      this.pending = [];
      this.under.clear();
      this.removed.clear();
      this.faded.value = new Set();
      this.stale = false;
      this.rows.reset(answer.total, answer.asof, answer.rows ?? []);
    };
    batch(() => {
      if (fresh) change();
      else this.stage.keep(change);
      this.upTo = answer.asof;
      this.waiting.value = 0;
      this.missed.value = 0;
      this.note.value = answer.note ?? '';
      this.counted = undefined;
      this.unread.value = answer.unread;
      this.partial.value = answer.atLeast ?? false;
      this.status.value = 'ready';
      this.problem.value = { status: 0, text: '', position: 0 };
      this.version.value++;
    });
    this.feed.subscribe(this.view, answer.asof);
    this.need(...this.wanted);
  }

  private fail(cause: unknown): void {
    batch(() => {
      this.status.value = 'failed';
      this.missed.value = 0;
      const { status, position } = cause instanceof api.Problem ? cause : { status: 0, position: 0 };
      this.problem.value = { status, position, text: cause instanceof Error ? cause.message : String(cause) };
    });
  }

  /** receive takes one frame of the feed. */
  receive(frame: Frame): void {
    if (frame.type === 'gap') return this.skip(frame.to - frame.from + 1);
    if (frame.type === 'error') return this.fail(new api.Problem(400, frame.detail));
    if (frame.type === 'ping') return;
    if (frame.counts) this.counted = frame.counts;
    if (frame.type !== 'batch') return this.tally();
    if (frame.rows?.length) this.queue(frame.rows);
    this.upTo = Math.max(this.upTo, frame.to);
    if (frame.upd?.length) this.update(frame.upd);
    if (frame.gone?.length) this.lose(frame.gone);
    if (this.pending.length || this.faded.peek().size) this.schedule();
    else this.tally();
  }

  /** skip has the list fetched again after n changes that were not told; a list that stands still waits with that. */
  private skip(n: number): void {
    if (n > 1) this.missed.value = n;
    if (!this.paused.value) return this.resyncSoon(0);
    this.stale = true;
    batch(() => ((this.waiting.value = this.pending.length + n), (this.missed.value = 0)));
  }

  /** tally shows the counts and the rate as they are now. */
  tally(): void {
    if (this.counted) this.unread.value = this.counted.unread;
    this.rate.value = this.pace.rate(performance.now());
  }

  private queue(rows: Row[]): void {
    this.pending.push(...rows.filter((row) => row.seq > this.rows.asof));
    this.pace.arrived(rows.length, performance.now());
  }

  private schedule(): void {
    if (this.timer) return;
    const now = performance.now();
    const wait = Math.max(this.pace.wait(now), this.stage.restless(now));
    if (wait <= 0) this.commit();
    else this.timer = window.setTimeout(() => this.due(), wait);
  }

  private due(): void {
    this.timer = 0;
    this.schedule();
  }

  private commit(): void {
    this.pace.drawn(performance.now());
    this.tally();
    if (this.still()) this.waiting.value = Math.max(this.pending.length, this.stale ? this.waiting.value : 0);
    else this.release();
  }

  /** still tells whether arrivals have to wait: the list is held or paused, or its order has no place where they come in. */
  private still(): boolean {
    return this.paused.value || this.stage.held() || this.sorted();
  }

  /** sorted tells whether the list has another order than that of arrival. */
  sorted(): boolean {
    return Boolean(this.view.sort);
  }

  /** waits tells whether something would change if the list were drawn now. */
  waits(): boolean {
    return this.waiting.value > 0 || this.faded.value.size > 0 || this.stale;
  }

  /** release draws everything that waits. */
  release(): void {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.stale || (this.sorted() && this.pending.length)) return void this.reload();
    const rows = this.pending;
    this.pending = [];
    batch(() => {
      this.waiting.value = 0;
      this.bury();
      if (rows.length === 0) return;
      this.rows.append(rows, this.upTo);
      this.version.value++;
      this.arrived(rows[rows.length - 1]!, rows.length);
    });
  }

  /** lose takes out what others have deleted, or marks it as long as no row may move. */
  private lose(ids: string[]): void {
    const quiet = !this.paused.value && !this.stage.held() && this.stage.restless(performance.now()) <= 0;
    if (quiet) return this.remove(ids);
    const before = this.faded.value;
    const fresh = ids.filter((id) => !this.removed.has(id) && !before.has(id));
    if (fresh.length === 0) return;
    const gone = new Set(fresh);
    const arrived = new Set(this.pending.filter((row) => gone.has(row.id)).map((row) => row.id));
    this.pending = this.pending.filter((row) => !gone.has(row.id));
    const here = fresh.filter((id) => this.rows.find(id));
    if (here.length + arrived.size < fresh.length) this.stale = true;
    batch(() => {
      this.faded.value = new Set([...before, ...here]);
      this.waiting.value = Math.min(this.waiting.value, this.pending.length);
      this.version.value++;
    });
    this.gone(gone);
  }

  /** bury takes out the rows that are marked as deleted. */
  private bury(): void {
    const ids = [...this.faded.value];
    this.faded.value = new Set();
    if (ids.length) this.remove(ids);
  }

  /** update replaces rows. */
  update(rows: Row[]): void {
    const byId = new Map(rows.map((row) => [row.id, row]));
    this.pending = this.pending.map((row) => byId.get(row.id) ?? row);
    this.rows.update(rows);
    this.version.value++;
  }

  /** remove takes out messages that are no more. Where one of them stood may be unknown; then the list is fetched again. */
  remove(ids: string[]): void {
    const gone = new Set(ids.filter((id) => !this.removed.has(id)));
    if (gone.size === 0) return;
    for (const id of gone) this.removed.add(id);
    const before = this.pending.length;
    this.pending = this.pending.filter((row) => !gone.has(row.id));
    let known = before - this.pending.length;
    batch(() => {
      if (this.faded.value.size) this.faded.value = new Set([...this.faded.value].filter((id) => !gone.has(id)));
      this.waiting.value = Math.min(this.waiting.value, this.pending.length);
      this.stage.keep(() => (known += this.rows.remove(gone)));
      this.version.value++;
    });
    this.gone(gone);
    if (known < gone.size) this.resyncSoon(300);
  }

  /** remember lets messages that were removed come back. */
  remember(): void {
    this.removed.clear();
  }

  private resyncSoon(wait: number): void {
    this.resync ||= window.setTimeout(() => void this.reload(), wait);
  }

  /** need fetches the rows from start to before end that are not in memory, and forgets those that arrivals or fetching left far from them. */
  need(start: number, end: number): void {
    this.wanted = [start, end];
    this.rows.trim(start, end);
    const wanted = () => this.rows.missing(Math.max(0, start), Math.min(this.rows.total, end));
    let missing = wanted();
    if (missing.length && this.stale) return void this.reload();
    if (missing.length && this.faded.peek().size) {
      // The server counts without them.
      this.bury();
      missing = wanted();
    }
    if (this.partial.value && !this.note.value && end >= this.rows.total) missing.push(this.rows.older());
    for (const one of missing) {
      if (this.under.size >= PARALLEL) return;
      if (!this.under.has(one.page)) void this.fetch(one);
    }
  }

  private async fetch(missing: Missing): Promise<void> {
    this.under.add(missing.page);
    try {
      const answer = await api.rows(this.view, missing);
      this.under.delete(missing.page);
      if (missing.page < 0) this.deepen(missing, answer);
      else this.take(missing, answer.rows ?? []);
    } catch {
      this.under.delete(missing.page);
    }
  }

  private take(missing: Missing, rows: Row[]): void {
    const fit = this.rows.fill(missing, rows);
    if (fit) this.version.value++;
    if (rows.length === missing.limit) this.need(...this.wanted);
    else this.resyncSoon(300);
  }

  private deepen(missing: Missing, answer: RowsAnswer): void {
    batch(() => {
      this.rows.deepen(missing, answer.rows ?? [], answer.total);
      this.partial.value = answer.atLeast ?? false;
      this.note.value = answer.note ?? '';
      this.version.value++;
    });
  }
}

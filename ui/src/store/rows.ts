import type { Row } from '../wire';

/** Rows fetched together. */
export const PAGE = 200;

/** Pages kept in memory. */
const KEEP = 25;

/** Missing is a run of rows to fetch, as the server counts: from the newest of the snapshot. */
export interface Missing {
  page: number;
  offset: number;
  limit: number;
  asof: number;
  epoch: number;
}

/**
 * Rows is a long list of which only the looked-at pages are in memory.
 *
 * A row is shown by its index, newest first, and kept by its rank, oldest
 * first: arrivals go to the end of the ranks, so they move no page. Removals
 * do; they count up epoch, and an answer to a question of an earlier epoch is
 * thrown away.
 */
export class Rows {
  total = 0;
  /** The snapshot: no row of the list arrived later. */
  asof = 0;
  private epoch = 0;
  private pages = new Map<number, (Row | undefined)[]>();

  /** reset starts again with the newest rows of a snapshot, newest first. */
  reset(total: number, asof: number, newest: Row[]): void {
    this.epoch++;
    this.pages.clear();
    this.total = total;
    this.asof = asof;
    this.put(total - newest.length, newest.toReversed());
  }

  /** at returns the row shown at index, undefined when it must be fetched first. */
  at(index: number): Row | undefined {
    const rank = this.total - 1 - index;
    if (rank < 0) return undefined;
    return this.pages.get(Math.floor(rank / PAGE))?.[rank % PAGE];
  }

  /** append adds arrivals, oldest first; what is in the snapshot already is left out. */
  append(rows: Row[], asof: number): void {
    const fresh = rows.filter((row) => row.seq > this.asof);
    this.put(this.total, fresh);
    this.total += fresh.length;
    this.asof = Math.max(this.asof, asof);
  }

  /** update replaces the rows that are in memory; the others come new when they are fetched. */
  update(rows: Row[]): void {
    for (const row of rows) {
      const rank = this.rank(row.id);
      if (rank >= 0) this.pages.get(Math.floor(rank / PAGE))![rank % PAGE] = row;
    }
  }

  /** remove takes rows out and returns how many of them were in memory; of the others the place is unknown. */
  remove(ids: ReadonlySet<string>): number {
    const ranks = this.ranksOf(ids);
    if (ranks.length === 0) return 0;
    const kept = this.entries().filter(([, row]) => !ids.has(row.id));
    this.epoch++;
    this.pages.clear();
    let below = 0;
    for (const [rank, row] of kept) {
      while (below < ranks.length && ranks[below]! < rank) below++;
      this.put(rank - below, [row]);
    }
    this.total -= ranks.length;
    return ranks.length;
  }

  /** missing returns the pages that are needed to show the indexes from start to before end. */
  missing(start: number, end: number): Missing[] {
    const out: Missing[] = [];
    const low = Math.max(0, this.total - end);
    const high = this.total - 1 - start;
    for (let page = Math.floor(high / PAGE); page >= 0 && page >= Math.floor(low / PAGE); page--) {
      if (!this.lacks(page, low, high)) continue;
      const top = Math.min(this.total, (page + 1) * PAGE);
      out.push({ page, offset: this.total - top, limit: top - page * PAGE, asof: this.asof, epoch: this.epoch });
    }
    return out;
  }

  /** fill puts in what the server answered, newest first. It returns false when the answer came too late to fit. */
  fill(wanted: Missing, answer: Row[]): boolean {
    if (wanted.epoch !== this.epoch || answer.length !== wanted.limit) return false;
    this.put(wanted.page * PAGE, answer.toReversed());
    return true;
  }

  /** older returns the question for rows older than all that have been counted. */
  older(): Missing {
    return { page: -1, offset: this.total, limit: PAGE, asof: this.asof, epoch: this.epoch };
  }

  /** deepen puts in rows older than all others, newest first, when the list turns out to have total rows. */
  deepen(wanted: Missing, rows: Row[], total: number): void {
    const more = total - this.total;
    if (wanted.epoch !== this.epoch || wanted.asof !== this.asof || more <= 0) return;
    const kept = this.entries();
    this.epoch++;
    this.pages.clear();
    this.total = total;
    for (const [rank, row] of kept) this.put(rank + more, [row]);
    this.put(more - rows.length, rows.toReversed());
  }

  /** trim forgets the pages farthest from the indexes from start to before end. */
  trim(start: number, end: number): void {
    if (this.pages.size <= KEEP) return;
    const middle = Math.floor((this.total - (start + end) / 2) / PAGE);
    const far = [...this.pages.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    for (const page of far.slice(0, this.pages.size - KEEP)) this.pages.delete(page);
  }

  /** indexOf returns where the message is shown, -1 when it is not in memory. */
  indexOf(id: string): number {
    const rank = this.rank(id);
    return rank < 0 ? -1 : this.total - 1 - rank;
  }

  /** find returns the row of a message, undefined when it is not in memory. */
  find(id: string): Row | undefined {
    const index = this.indexOf(id);
    return index < 0 ? undefined : this.at(index);
  }

  private put(rank: number, rows: Row[]): void {
    for (const row of rows) {
      const number = Math.floor(rank / PAGE);
      let page = this.pages.get(number);
      if (!page) this.pages.set(number, (page = []));
      page[rank % PAGE] = row;
      rank++;
    }
  }

  private lacks(page: number, low: number, high: number): boolean {
    const rows = this.pages.get(page);
    if (!rows) return true;
    const from = Math.max(low, page * PAGE);
    const to = Math.min(high, page * PAGE + PAGE - 1);
    for (let rank = from; rank <= to; rank++) if (!rows[rank % PAGE]) return true;
    return false;
  }

  private rank(id: string): number {
    for (const [number, page] of this.pages) {
      const place = page.findIndex((row) => row?.id === id);
      if (place >= 0) return number * PAGE + place;
    }
    return -1;
  }

  private ranksOf(ids: ReadonlySet<string>): number[] {
    return this.entries().filter(([, row]) => ids.has(row.id)).map(([rank]) => rank);
  }

  private entries(): [number, Row][] {
    const out: [number, Row][] = [];
    for (const number of [...this.pages.keys()].sort((a, b) => a - b)) {
      this.pages.get(number)!.forEach((row, place) => row && out.push([number * PAGE + place, row]));
    }
    return out;
  }
}

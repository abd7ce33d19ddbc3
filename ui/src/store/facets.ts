import { signal } from '@preact/signals';
import * as api from '../api';
import type { Account, Facet, SavedView } from '../wire';

/** The least time between two fetches, in milliseconds: counting is work for the server. */
const GAP = 2000;

/** Facets are the recipients and accounts with their counts, kept roughly up to date. */
export class Facets {
  readonly recipients = signal<Facet[]>([]);
  readonly accounts = signal<Account[]>([]);
  readonly prefix = signal('');
  /** How many recipients are asked for. */
  readonly limit = signal(12);
  /** More recipients are there than are shown. */
  readonly more = signal(false);
  /** The saved views, with how much each shows. */
  readonly views = signal<SavedView[]>([]);
  /** How much is to one's own addresses; undefined when none are known. */
  readonly mine = signal<{ total: number; unread: number } | undefined>(undefined);
  private last = -Infinity;
  private timer = 0;
  private loading?: AbortController;

  /** asked says what is counted beside recipients and accounts: the saved views, and the query for one's own mail. */
  constructor(private readonly asked: () => { views: boolean; mine: string } = () => ({ views: false, mine: '' })) {}

  /** refresh fetches again, now or as soon as it is fit. */
  refresh(): void {
    if (this.timer || document.hidden) return;
    const wait = Math.max(0, this.last + GAP - performance.now());
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      void this.fetch();
    }, wait);
  }

  /** find shows the recipients that start with prefix. */
  find(prefix: string): void {
    this.prefix.value = prefix;
    void this.fetch();
  }

  /** showMore shows more recipients. */
  showMore(): void {
    this.limit.value += 24;
    void this.fetch();
  }

  private async fetch(): Promise<void> {
    this.last = performance.now();
    this.loading?.abort();
    const mine = (this.loading = new AbortController());
    const limit = this.limit.value;
    try {
      const asked = this.asked();
      const [recipients, accounts, views, own] = await Promise.all([
        api.facets('rcpt', this.prefix.value, limit + 1, mine.signal),
        api.accounts(),
        asked.views ? api.countedViews(mine.signal) : [],
        asked.mine ? api.rows({ q: asked.mine, account: '', mailbox: '' }, { offset: 0, limit: 1, asof: 0 }, mine.signal) : undefined,
      ]);
      if (mine.signal.aborted) return;
      this.views.value = views;
      this.mine.value = own && { total: own.total, unread: own.unread };
      this.recipients.value = recipients.slice(0, limit);
      this.more.value = recipients.length > limit;
      this.accounts.value = accounts;
    } catch {
      // The counts stay as they were; the live chip tells when the server is gone.
    }
  }
}

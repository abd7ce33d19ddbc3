import { signal } from '@preact/signals';
import * as api from '../api';
import type { Account, Facet } from '../wire';

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
  private last = -Infinity;
  private timer = 0;
  private loading?: AbortController;

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
      const [recipients, accounts] = await Promise.all([api.facets('rcpt', this.prefix.value, limit + 1, mine.signal), api.accounts()]);
      if (mine.signal.aborted) return;
      this.recipients.value = recipients.slice(0, limit);
      this.more.value = recipients.length > limit;
      this.accounts.value = accounts;
    } catch {
      // The counts stay as they were; the live chip tells when the server is gone.
    }
  }
}

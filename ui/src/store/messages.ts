import { signal } from '@preact/signals';
import * as api from '../api';
import type { Message } from '../wire';

/** Messages kept in memory. */
const KEEP = 50;

/** Shown is the open message, or why there is none. */
export interface Shown {
  id: string;
  message?: Message;
  problem?: { status: number; text: string };
  /** What was known of it when it went. */
  lost?: Lost;
}

/** Lost is what is remembered of a message that went while it was known. */
export interface Lost {
  /** When the page heard of it, as Date.now() counts. */
  at: number;
  /** Where it stood in the order of arrivals. */
  uid: number;
  /** Its first recipient, as given in RCPT TO. */
  recipient: string;
}

/** Messages fetches messages to show, and keeps the latest. */
export class Messages {
  readonly shown = signal<Shown>({ id: '' });
  /** The message that is on its way, to be shown. */
  readonly coming = signal('');
  private kept = new Map<string, Message>();
  private lost = new Map<string, Lost>();
  private loading?: AbortController;

  /** open shows a message; the old one stays until the new one is there. */
  async open(id: string): Promise<void> {
    this.loading?.abort();
    this.coming.value = '';
    const kept = this.kept.get(id);
    if (!id || kept) {
      this.shown.value = { id, message: kept };
      return;
    }
    const mine = (this.loading = new AbortController());
    this.coming.value = id;
    try {
      const message = await api.message(id, mine.signal);
      this.keep(message);
      if (!mine.signal.aborted) this.shown.value = { id, message };
    } catch (cause) {
      if (!mine.signal.aborted) this.shown.value = { id, problem: problem(cause), lost: this.lost.get(id) };
    }
    if (!mine.signal.aborted) this.coming.value = '';
  }

  /** prefetch gets a message that is likely to be opened next. */
  async prefetch(id: string): Promise<void> {
    if (this.kept.has(id)) return;
    try {
      this.keep(await api.message(id));
    } catch {
      // Opening it will tell.
    }
  }

  /** forget drops what is kept of messages that have changed or gone. */
  forget(ids: string[]): void {
    for (const id of ids) this.kept.delete(id);
  }

  /** lose forgets messages that are no more, but for what tells that they were there. */
  lose(ids: ReadonlySet<string>, at: number): void {
    const { message } = this.shown.peek();
    for (const id of ids) {
      const known = this.kept.get(id) ?? (message?.id === id ? message : undefined);
      if (known) this.lost.set(id, { at, uid: known.uid, recipient: known.envelope.recipients[0]?.original ?? '' });
      this.kept.delete(id);
    }
    while (this.lost.size > KEEP) this.lost.delete(this.lost.keys().next().value!);
  }

  /** again opens the message anew that could not be fetched, now that the server is back. */
  again(): void {
    const { id, problem } = this.shown.peek();
    if (problem && problem.status !== 404) void this.open(id);
  }

  private keep(message: Message): void {
    this.kept.delete(message.id);
    this.kept.set(message.id, message);
    if (this.kept.size > KEEP) this.kept.delete(this.kept.keys().next().value!);
  }
}

function problem(cause: unknown): { status: number; text: string } {
  return cause instanceof api.Problem
    ? { status: cause.status, text: cause.message }
    : { status: 0, text: String(cause) };
}

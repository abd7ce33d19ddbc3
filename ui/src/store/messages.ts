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
}

/** Messages fetches messages to show, and keeps the latest. */
export class Messages {
  readonly shown = signal<Shown>({ id: '' });
  private kept = new Map<string, Message>();
  private loading?: AbortController;

  /** open shows a message; the old one stays until the new one is there. */
  async open(id: string): Promise<void> {
    this.loading?.abort();
    const kept = this.kept.get(id);
    if (!id || kept) {
      this.shown.value = { id, message: kept };
      return;
    }
    const mine = (this.loading = new AbortController());
    try {
      const message = await api.message(id, mine.signal);
      this.keep(message);
      if (!mine.signal.aborted) this.shown.value = { id, message };
    } catch (cause) {
      if (!mine.signal.aborted) this.shown.value = { id, problem: problem(cause) };
    }
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

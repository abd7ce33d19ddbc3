import { computed, signal } from '@preact/signals';
import type { View } from '../api';
import type { Target } from '../wire';

/** Selection is what the next bulk action acts on: messages picked one by one, or everything that a query found. */
export class Selection {
  readonly ids = signal<ReadonlySet<string>>(new Set());
  /** All that the query found up to a position, when not picked one by one. */
  readonly all = signal<(View & { asof: number; total: number }) | undefined>(undefined);
  readonly size = computed(() => this.all.value?.total ?? this.ids.value.size);
  private anchor = '';

  has(id: string): boolean {
    return this.all.value !== undefined || this.ids.value.has(id);
  }

  /** toggle picks a message, or puts it back. */
  toggle(id: string): void {
    const next = new Set(this.all.value ? [] : this.ids.value);
    if (!next.delete(id)) next.add(id);
    this.set(next);
    this.anchor = id;
  }

  /** extend picks everything from the last message picked to the one named, in the order of ids. */
  extend(id: string, ids: string[]): void {
    const from = ids.indexOf(this.anchor);
    const to = ids.indexOf(id);
    if (from < 0 || to < 0) return this.toggle(id);
    const [low, high] = from < to ? [from, to] : [to, from];
    this.set(new Set([...this.ids.value, ...ids.slice(low, high + 1)]));
  }

  /** everything picks all that is in a view. */
  everything(view: View, asof: number, total: number): void {
    this.ids.value = new Set();
    this.all.value = { ...view, asof, total };
  }

  clear(): void {
    this.anchor = '';
    this.set(new Set());
  }

  /** forget puts back messages that are no more. */
  forget(ids: string[]): void {
    if (!ids.some((id) => this.ids.value.has(id))) return;
    const next = new Set(this.ids.value);
    for (const id of ids) next.delete(id);
    this.set(next);
  }

  /** target says what to act on: the selection, else the message given. */
  target(otherwise: string): Target | undefined {
    const all = this.all.value;
    if (all) {
      const { q, account, mailbox, asof } = all;
      return { q, asof, ...(account && { account }), ...(mailbox && { mailbox }) };
    }
    if (this.ids.value.size) return { ids: [...this.ids.value] };
    return otherwise ? { ids: [otherwise] } : undefined;
  }

  private set(ids: ReadonlySet<string>): void {
    this.all.value = undefined;
    this.ids.value = ids;
  }
}

import type { View } from '../api';
import { spoken } from '../query';
import type { SavedView } from '../wire';

// What is done to the list of saved views, before the server keeps it.

/** drafted is what would be saved of a view that has no name yet: the addresses of is:mine are written out, since other browsers have others. */
export function drafted({ q, account, mailbox, sort = '' }: View, mine: string[]): SavedView {
  return { name: '', q: spoken(q, mine), account, mailbox, sort };
}

/** placedIn puts a view in the place of the one that was called before, or at the end. */
export function placedIn(list: SavedView[], view: SavedView, before: string): SavedView[] {
  const at = list.findIndex((one) => one.name === before);
  return at < 0 ? [...list, view] : list.with(at, view);
}

/** movedTo moves a view by so many places; it stays within the list. */
export function movedTo(list: SavedView[], name: string, by: number): SavedView[] {
  const from = list.findIndex((one) => one.name === name);
  const to = Math.max(0, Math.min(list.length - 1, from + by));
  if (from < 0 || from === to) return list;
  const rest = list.toSpliced(from, 1);
  return rest.toSpliced(to, 0, list[from]!);
}

/** plain is a view as the server takes it: without counts, and without what says nothing. */
export function plain({ name, q, account, mailbox, sort, density, notify }: SavedView): SavedView {
  return { name, q, account, mailbox, ...(sort && sort !== 'newest' && { sort }), ...(density && { density }), ...(notify && { notify }) };
}

// What the search box needs to know of the query language; what a query means is for the server to say.

/** Term is one piece of a query and where it stands in it. */
export interface Term {
  text: string;
  from: number;
  to: number;
}

/** FIELDS are what can stand before a colon, in the order they are offered. */
export const FIELDS = [
  'rcpt', 'from', 'to', 'subject', 'is', 'has', 'in', 'tag', 'body', 'code', 'link', 'filename', 'after', 'before', 'newer', 'older', 'on', 'larger', 'smaller',
  'mailfrom', 'final', 'rule', 'session', 'user', 'ip', 'helo', 'cc', 'bcc', 'reply-to', 'addressed', 'message-id', 'header', 'type',
] as const;

/** VALUES are the values of fields that have only a few. */
export const VALUES: Record<string, readonly string[]> = {
  is: ['unread', 'read', 'pinned', 'unpinned', 'tagged', 'untagged', 'rewritten', 'external', 'injected', 'malformed', 'answered'],
  has: ['attachment', 'inline', 'html', 'text', 'remote', 'ics', 'code', 'link', 'warning'],
  newer: ['10m', '1h', '1d', '1w'],
  older: ['1h', '1d', '1w'],
  after: ['today', 'yesterday'],
  before: ['today', 'yesterday'],
  on: ['today', 'yesterday'],
  larger: ['100k', '1M', '10M'],
};

/** FACETS are the fields whose values the server counts, by the name it gives them. */
export const FACETS: Record<string, string> = { rcpt: 'rcpt', addressed: 'rcpt', from: 'from', in: 'mbox', mailbox: 'mbox' };

/** terms takes a query apart at its spaces, leaving quotes and regular expressions whole. */
export function terms(q: string): Term[] {
  const out: Term[] = [];
  const piece = /[()]|[-!]?(?:[\w-]+:)?(?:"[^"]*"?|\/(?:[^/\\]|\\.)*\/?|[^\s()"]+)+/g;
  for (const match of q.matchAll(piece)) out.push({ text: match[0], from: match.index, to: match.index + match[0].length });
  return out;
}

/** joining tells whether a term only joins others. */
export function joining(text: string): boolean {
  return /^(?:OR|AND|NOT|[()])$/.test(text);
}

/** simple tells whether each term of a query stands for itself, so that one can be taken out. */
export function simple(list: Term[]): boolean {
  return !list.some((term) => joining(term.text));
}

/** without returns a query without one of its terms. */
export function without(q: string, term: Term): string {
  return (q.slice(0, term.from) + q.slice(term.to)).replace(/\s+/g, ' ').trim();
}

/** at returns the term that the caret stands in or behind. */
export function termAt(q: string, caret: number): Term {
  return terms(q).find((term) => term.from <= caret && caret <= term.to) ?? { text: '', from: caret, to: caret };
}

/** Wanted is what could complete a term: the names of fields, values that are known, or values to ask the server for. */
export type Wanted = { fields: string[] } | { field: string; values: string[] } | { field: string; facet: string; prefix: string };

/** wanted says what could complete the part of a term before the caret. */
export function wanted(part: string): Wanted | undefined {
  const [, field, value] = /^[-!(]*(?:([\w-]+):)?"?(.*)$/.exec(part)!;
  const prefix = value!.toLowerCase();
  if (field === undefined) return prefix ? { fields: FIELDS.filter((name) => name.startsWith(prefix)) } : undefined;
  const name = field.toLowerCase();
  if (FACETS[name]) return { field, facet: FACETS[name], prefix };
  const values = (VALUES[name] ?? []).filter((one) => one.toLowerCase().startsWith(prefix) && one.toLowerCase() !== prefix);
  return values.length ? { field, values } : undefined;
}

/** quoted writes a value so that it stays one term. */
export function quoted(value: string): string {
  return /[\s()"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value;
}

/** complete puts text in the place of a term and says where the caret goes. */
export function complete(q: string, term: Term, text: string): { q: string; caret: number } {
  const sign = /^[-!(]*/.exec(term.text)![0];
  const space = text.endsWith(':') || q[term.to] === ' ' ? '' : ' ';
  return { q: q.slice(0, term.from) + sign + text + space + q.slice(term.to), caret: term.from + sign.length + text.length + (text.endsWith(':') ? 0 : 1) };
}

/** mineQuery is the query for mail to any of the patterns. */
export function mineQuery(patterns: string[]): string {
  const each = patterns.map((pattern) => `rcpt:${quoted(pattern)}`);
  return each.length > 1 ? `(${each.join(' OR ')})` : (each[0] ?? '');
}

/** fits tells whether an address matches a pattern with * as the server understands it. */
export function fits(pattern: string, address: string): boolean {
  const [low, text] = [pattern.toLowerCase(), address.toLowerCase()];
  if (!low.includes('*')) return text.includes(low);
  return new RegExp(`^${low.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(text);
}

/** distance is how many letters have to be put in, taken out or changed to make one word of another. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}

/** nearest returns the value that is spelt most like a word, if one is near: the whole address, or the part before the @. */
export function nearest<T extends { value: string }>(word: string, all: T[]): T | undefined {
  const far = (value: string) => Math.min(distance(word, value), distance(word, value.split('@')[0]!));
  const [best] = all.map((one) => ({ one, far: far(one.value.toLowerCase()) })).sort((a, b) => a.far - b.far);
  return best && best.far > 0 && best.far <= Math.max(2, word.length / 4) ? best.one : undefined;
}

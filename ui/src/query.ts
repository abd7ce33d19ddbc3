// What the search box needs to know of the query language; what a query means is for the server to say.

/** Term is one piece of a query and where it stands in it. */
export interface Term {
  text: string;
  from: number;
  to: number;
}

/** FIELDS are what can stand before a colon, in the order they are offered. */
export const FIELDS = [
  'rcpt', 'from', 'to', 'subject', 'is', 'has', 'in', 'tag', 'run', 'body', 'code', 'link', 'filename', 'after', 'before', 'newer', 'older', 'on', 'larger', 'smaller',
  'mailfrom', 'final', 'rule', 'session', 'user', 'ip', 'helo', 'cc', 'bcc', 'reply-to', 'addressed', 'message-id', 'header', 'type',
] as const;

/** VALUES are the values of fields that have only a few. */
export const VALUES: Record<string, readonly string[]> = {
  is: ['unread', 'read', 'pinned', 'unpinned', 'tagged', 'untagged', 'rewritten', 'external', 'injected', 'malformed', 'answered', 'duplicate', 'mine'],
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
  return /^(?:OR|AND|NOT|[-!()])$/.test(text);
}

/** Patterns of what joins nothing any more, once a term has been taken out of a list of pieces. */
const LOOSE: [RegExp, string][] = [
  [/(^| )(?:[-!] |NOT )?\( \)(?= |$)/, '$1'],
  [/ AND(?= OR )/, ''],
  [/(^|\( | (?:OR|AND) )(?:OR|AND)(?= |$)/, '$1'],
  [/(?:^| )(?:OR|AND|NOT)(?=$| \))/, ''],
  [/(^| )(?:NOT |[-!] )(?=(?:OR|AND|\))(?: |$))/, '$1'],
  [/ {2,}/, ' '],
  [/^ | $/, ''],
];

/** without returns a query without one of its terms, and without what joined it to the others. */
export function without(q: string, term: Term): string {
  const list = terms(q);
  const at = list.findIndex((one) => one.from === term.from);
  const before = list[at - 1]?.text ?? '';
  const from = before === 'NOT' ? at - 1 : at;
  let text = list.filter((_, index) => index < from || index > at).map((one) => one.text).join(' ');
  for (let old = ''; old !== text; ) {
    old = text;
    for (const [loose, by] of LOOSE) text = text.replace(loose, by);
  }
  return text.replaceAll('( ', '(').replaceAll(' )', ')').replace(/([-!]) \(/g, '$1(');
}

/** Piece is a part of a query, and how it is written: a field before its value, a word that joins, or what is wrong. */
export interface Piece {
  text: string;
  ink?: 'field' | 'value' | 'join';
  bad?: boolean;
}

/** inked takes a query apart into pieces that make it up; the term with the character bad, as an index, is marked. */
export function inked(q: string, bad = -1): Piece[] {
  const out: Piece[] = [];
  let at = 0;
  for (const { text, from, to } of terms(q)) {
    if (from > at) out.push({ text: q.slice(at, from) });
    const wrong = bad >= from && bad < to ? { bad: true } : {};
    const field = /^[-!]?[\w-]+:/.exec(text)?.[0];
    if (joining(text)) out.push({ text, ink: 'join', ...wrong });
    else if (field && known(field)) out.push({ text: field, ink: 'field', ...wrong }, { text: text.slice(field.length), ink: 'value', ...wrong });
    else out.push({ text, ...wrong });
    at = to;
  }
  if (at < q.length) out.push({ text: q.slice(at) });
  // What is missing at the end is shown at the last piece.
  if (bad >= q.length && out.length) out[out.length - 1]!.bad = true;
  return out.filter((piece) => piece.text);
}

function known(field: string): boolean {
  const name = field.replace(/^[-!]|:$/g, '').toLowerCase();
  return name === 'mailbox' || (FIELDS as readonly string[]).includes(name);
}

/** MINE is the term for mail to one's own addresses, which only this browser knows. */
const MINE = /(?<=^|[\s(!-])is:mine(?=$|[\s)])/gi;

/** spoken returns a query as the server understands it: is:mine becomes the addresses, once there are some. */
export function spoken(q: string, mine: string[]): string {
  return mine.length ? q.replace(MINE, mineQuery(mine)) : q;
}

/** placed returns the index in q of the character that the server counted in its spoken form, from 1. */
export function placed(q: string, mine: string[], position: number): number {
  let index = [...spoken(q, mine)].slice(0, position - 1).join('').length;
  if (!mine.length) return index;
  const more = mineQuery(mine).length - 'is:mine'.length;
  for (const match of q.matchAll(MINE)) {
    if (index < match.index) break;
    index = Math.max(match.index, index - more);
  }
  return index;
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

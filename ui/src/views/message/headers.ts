import type { Field } from '../../wire';

/** Hop is one server that a message passed, as its Received field tells. */
export interface Hop {
  from: string;
  by: string;
  with: string;
  /** Milliseconds since 1970; NaN when the field has no date. */
  at: number;
  /** Milliseconds since the hop before; NaN when one of them is not known. */
  took: number;
}

/** hops reads Received fields, the oldest hop first (RFC 5321, section 4.4). */
export function hops(headers: Field[]): Hop[] {
  const out: Hop[] = [];
  for (const { body } of headers.filter(({ name }) => name.toLowerCase() === 'received').reverse()) {
    const end = body.lastIndexOf(';');
    const clauses = end < 0 ? body : body.slice(0, end);
    const at = Date.parse(body.slice(end + 1).replace(/\(.*?\)/g, ''));
    out.push({ from: clause(clauses, 'from'), by: clause(clauses, 'by'), with: clause(clauses, 'with'), at, took: at - (out[out.length - 1]?.at ?? NaN) });
  }
  return out;
}

/** clause returns a word of a Received field and the comment behind it. */
function clause(text: string, name: string): string {
  return new RegExp(`(?:^|\\s)${name}\\s+(\\S+(?:\\s+\\([^)]*\\))?)`, 'i').exec(text)?.[1]?.replace(/\s+/g, ' ') ?? '';
}

/** Fields that a message has at most once (RFC 5322, section 3.6). */
const ONCE = ['date', 'from', 'sender', 'reply-to', 'to', 'cc', 'bcc', 'message-id', 'in-reply-to', 'references', 'subject', 'mime-version', 'content-type', 'content-transfer-encoding'];

/** twice returns the names of fields that stand more than once and must not. */
export function twice(headers: Field[]): string[] {
  const seen = new Map<string, number>();
  for (const { name } of headers) seen.set(name.toLowerCase(), (seen.get(name.toLowerCase()) ?? 0) + 1);
  return ONCE.filter((name) => (seen.get(name) ?? 0) > 1);
}

/** missing returns the fields that a message must have, or should, and has not (RFC 5322, section 3.6). */
export function missing(headers: Field[]): string[] {
  const there = new Set(headers.map(({ name }) => name.toLowerCase()));
  return ['Date', 'From', 'Message-ID'].filter((name) => !there.has(name.toLowerCase()));
}

/** Fields that few look for; they are folded away. */
const RARE = /^(?:dkim-signature|arc-|x-google-|x-received|domainkey-signature|authentication-results-original|x-ms-|x-microsoft-|x-forefront|list-(?!unsubscribe)|feedback-id|thread-|content-language|autocrypt|x-report|x-sg-|x-ses-|x-mailgun-|x-mc-|precedence)/i;

/** rare tells whether a field is one that few look for. */
export function rare({ name }: Field): boolean {
  return RARE.test(name);
}

/** query is a search for other messages with this field. */
export function query({ name, body }: Field): string {
  const value = body.replace(/[\\"]/g, '\\$&').slice(0, 200);
  const address = /<([^<>\s]+@[^<>\s]+)>/.exec(body)?.[1] ?? body.trim();
  switch (name.toLowerCase()) {
    case 'message-id':
      return `message-id:"${address}"`;
    case 'subject':
      return `subject:"${value}"`;
    case 'from':
    case 'to':
    case 'cc':
    case 'reply-to':
      return `${name.toLowerCase()}:"${address}"`;
  }
  return `header:"${name}=${value}"`;
}

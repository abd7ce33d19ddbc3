import type { Match } from './types.js';

/** Writes a match in the search language. What stands in it is text, whatever its characters. */
export function queryOf(m: Match): string {
  const terms: string[] = [];
  if (m.q) terms.push(`(${m.q})`);
  if (m.to) terms.push(`rcpt:${whole(m.to)}`);
  if (m.from) terms.push(`from:${whole(m.from)}`);
  if (m.subject) terms.push(`subject:"${m.subject.replace(/["\\]/g, '\\$&')}"`);
  return terms.join(' ');
}

/** Means all of an address: ann@example.com is not in joann@example.com. */
function whole(address: string): string {
  return `/^${address.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('/', '\\x2f')}$/`;
}

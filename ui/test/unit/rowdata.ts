import type { Row } from '../../src/wire';

/** row makes the list entry of message n. */
export function row(n: number, more: Partial<Row> = {}): Row {
  return {
    seq: n, id: `id${n}`, t: n * 1000, from: { n: 'Shop', a: 'shop@example.com' }, rcpt: ['anna@example.com'], rcptN: 1,
    mbox: ['sink'], subj: `Message ${n}`, snip: '', size: 100, flags: ['unread'], ...more,
  };
}

/** newest returns rows from high down to low, as the server lists them. */
export function newest(high: number, low: number): Row[] {
  return Array.from({ length: high - low + 1 }, (_, i) => row(high - i));
}

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Inbox } from '../../src/store/inbox';
import type { Frame, Row, RowsAnswer } from '../../src/wire';
import { newest, row } from './rowdata';

const VIEW = { q: '', account: '', mailbox: '' };

/** Socket stands for the WebSocket of the feed. */
class Socket {
  static readonly OPEN = 1;
  static last: Socket;
  readyState = 1;
  sent: string[] = [];
  onopen = () => {};
  onmessage = (_: { data: string }) => {};
  onclose = () => {};

  constructor() {
    Socket.last = this;
  }

  send(text: string) {
    this.sent.push(text);
  }

  close() {}

  tell(frame: Frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }
}

let server: RowsAnswer;
let asked: string[];

beforeEach(() => {
  vi.useFakeTimers();
  server = { total: 3, unread: 3, rows: newest(3, 1), asof: 3 };
  asked = [];
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('location', { href: 'http://sink/' });
  vi.stubGlobal('WebSocket', Socket);
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    return new Response(JSON.stringify(server));
  });
});

afterEach(() => {
  vi.useRealTimers();
});

/** open returns an inbox that shows what the server has, over an open feed. */
async function open(): Promise<Inbox> {
  const inbox = new Inbox();
  await inbox.open(VIEW);
  Socket.last.onopen();
  Socket.last.tell({ type: 'hello', seq: 3, version: '' });
  return inbox;
}

function arrive(from: number, to = from): void {
  const rows: Row[] = newest(to, from).reverse();
  Socket.last.tell({ type: 'batch', from, to, rows });
}

function shown(inbox: Inbox): number[] {
  return Array.from({ length: inbox.rows.total }, (_, index) => inbox.rows.at(index)?.seq ?? 0);
}

describe('Inbox', () => {
  test('asks the feed for what comes after its snapshot', async () => {
    await open();
    expect(JSON.parse(Socket.last.sent[0]!)).toEqual({ sub: VIEW, since: 3, counts: false });
  });

  test('shows the rows at hand without asking', async () => {
    const inbox = new Inbox();
    await inbox.open(VIEW, server);
    expect(shown(inbox)).toEqual([3, 2, 1]);
    expect(asked).toEqual([]);
  });

  test('shows an arrival at once when it is quiet', async () => {
    const inbox = await open();
    arrive(4);
    expect(shown(inbox)).toEqual([4, 3, 2, 1]);
  });

  test('gathers arrivals when it is busy', async () => {
    const inbox = await open();
    const before = inbox.version.value;
    for (let n = 4; n < 304; n++) {
      arrive(n);
      vi.advanceTimersByTime(2);
    }
    vi.advanceTimersByTime(250);
    expect(inbox.rows.total).toBe(303);
    expect(inbox.version.value - before).toBeLessThan(16);
  });

  test('lets arrivals wait while the list is held, and shows them when asked', async () => {
    const inbox = await open();
    inbox.stage = { held: () => true, restless: () => 0, keep: (change) => change() };
    arrive(4, 40);
    expect(inbox.waiting.value).toBe(37);
    expect(shown(inbox)).toEqual([3, 2, 1]);
    inbox.release();
    expect(inbox.waiting.value).toBe(0);
    expect(inbox.rows.total).toBe(40);
  });

  test('lets nothing move under a pointer that has just moved', async () => {
    const inbox = await open();
    let left = 300;
    inbox.stage = { held: () => false, restless: () => left, keep: (change) => change() };
    arrive(4);
    expect(inbox.rows.total).toBe(3);
    left = 0;
    vi.advanceTimersByTime(300);
    expect(inbox.rows.total).toBe(4);
  });

  test('draws nothing while it is paused', async () => {
    const inbox = await open();
    inbox.paused.value = true;
    const before = inbox.version.value;
    arrive(4, 503);
    vi.advanceTimersByTime(1000);
    expect(inbox.version.value).toBe(before);
    expect(inbox.waiting.value).toBe(500);
  });

  test('takes out what is gone, also while it waits', async () => {
    const inbox = await open();
    inbox.paused.value = true;
    arrive(4, 5);
    Socket.last.tell({ type: 'batch', from: 6, to: 6, gone: ['id2', 'id4'] });
    expect([...inbox.faded.value]).toEqual(['id2']);
    expect(shown(inbox)).toEqual([3, 2, 1]);
    expect(inbox.waiting.value).toBe(1);
    inbox.release();
    expect(shown(inbox)).toEqual([5, 3, 1]);
    expect(inbox.faded.value.size).toBe(0);
    expect(asked.length).toBe(1);
  });

  test('keeps what others delete in its place while the pointer is there', async () => {
    const inbox = await open();
    let left = 300;
    inbox.stage = { held: () => false, restless: () => left, keep: (change) => change() };
    Socket.last.tell({ type: 'batch', from: 4, to: 4, gone: ['id2'] });
    expect(shown(inbox)).toEqual([3, 2, 1]);
    left = 0;
    vi.advanceTimersByTime(300);
    expect(shown(inbox)).toEqual([3, 1]);
  });

  test('counts without what is marked as deleted before it asks for more', async () => {
    server = { total: 400, unread: 0, rows: newest(400, 201), asof: 400 };
    const inbox = await open();
    inbox.stage = { held: () => true, restless: () => 0, keep: (change) => change() };
    Socket.last.tell({ type: 'batch', from: 401, to: 401, gone: ['id300'] });
    expect(inbox.faded.value.size).toBe(1);
    inbox.need(150, 250);
    expect(inbox.faded.value.size).toBe(0);
    expect(asked.at(-1)).toContain('offset=199&');
  });

  test('forgets rows far from those in sight, also when nothing is fetched', async () => {
    const inbox = await open();
    for (let seq = 4; seq < 20_000; seq += 200) {
      Socket.last.tell({ type: 'batch', from: seq, to: seq + 199, rows: newest(seq + 199, seq).toReversed() });
      await vi.advanceTimersByTimeAsync(500);
      inbox.need(0, 20);
    }
    expect(inbox.rows.at(0)).toBeDefined();
    expect(inbox.rows.at(15_000)).toBeUndefined();
    expect(asked).toHaveLength(1);
  });

  test('says how much it missed until it is there, and waits with it while it is paused', async () => {
    const inbox = await open();
    server = { total: 9, unread: 9, rows: newest(9, 1), asof: 1209 };
    Socket.last.tell({ type: 'gap', from: 4, to: 1207 });
    expect(inbox.missed.value).toBe(1204);
    await vi.advanceTimersByTimeAsync(10);
    expect(inbox.missed.value).toBe(0);
    inbox.paused.value = true;
    const before = inbox.version.value;
    Socket.last.tell({ type: 'gap', from: 1210, to: 3209 });
    await vi.advanceTimersByTimeAsync(500);
    expect([inbox.version.value, inbox.waiting.value]).toEqual([before, 2000]);
    inbox.paused.value = false;
    inbox.release();
    await vi.advanceTimersByTimeAsync(10);
    expect(inbox.waiting.value).toBe(0);
  });

  test('has arrivals wait where the order is another, and fetches it anew when they are let in', async () => {
    const inbox = new Inbox();
    await inbox.open({ ...VIEW, sort: 'subject' });
    expect(asked[0]).toContain('sort=subject');
    Socket.last.onopen();
    expect(JSON.parse(Socket.last.sent[0]!).sub).toEqual(VIEW);
    arrive(4);
    expect([shown(inbox), inbox.waiting.value]).toEqual([[3, 2, 1], 1]);
    server = { total: 4, unread: 4, rows: newest(4, 1), asof: 4 };
    inbox.release();
    await vi.advanceTimersByTimeAsync(10);
    expect([inbox.rows.total, inbox.waiting.value]).toEqual([4, 0]);
  });

  test('passes on what the server says of a search that was cut off', async () => {
    server = { ...server, atLeast: true, partial: true, note: 'It took too long.' };
    expect((await open()).note.value).toBe('It took too long.');
  });

  test('shows what changed', async () => {
    const inbox = await open();
    Socket.last.tell({ type: 'batch', from: 4, to: 4, upd: [row(2, { flags: [] })] });
    expect(inbox.rows.find('id2')?.flags).toEqual([]);
  });

  test('fetches everything again when the feed has a gap', async () => {
    const inbox = await open();
    server = { total: 9, unread: 9, rows: newest(9, 1), asof: 9 };
    arrive(8, 9);
    await vi.advanceTimersByTimeAsync(10);
    expect(shown(inbox)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  test('fetches again when something unknown is gone', async () => {
    const inbox = await open();
    server = { total: 2, unread: 2, rows: [row(3), row(1)], asof: 4 };
    Socket.last.tell({ type: 'batch', from: 4, to: 4, gone: ['elsewhere'] });
    await vi.advanceTimersByTimeAsync(500);
    expect(shown(inbox)).toEqual([3, 1]);
  });

  test('is told once of what it has removed itself', async () => {
    const inbox = await open();
    inbox.remove(['id2']);
    Socket.last.tell({ type: 'batch', from: 4, to: 4, gone: ['id2'] });
    await vi.advanceTimersByTimeAsync(500);
    expect(asked.length).toBe(1);
    expect(shown(inbox)).toEqual([3, 1]);
  });

  test('asks again from where it was when the connection was lost', async () => {
    const inbox = await open();
    arrive(4);
    const lost = Socket.last;
    lost.onclose();
    expect(inbox.link.value).toBe('offline');
    vi.advanceTimersByTime(1000);
    expect(Socket.last).not.toBe(lost);
    Socket.last.onopen();
    expect(JSON.parse(Socket.last.sent[0]!).since).toBe(4);
  });

  test('finds out how long the list is when the server had no time to count', async () => {
    server = { total: 200, unread: 0, atLeast: true, rows: newest(1000, 801), asof: 1000 };
    const inbox = new Inbox();
    await inbox.open(VIEW);
    server = { total: 500, unread: 0, rows: newest(800, 601), asof: 1000 };
    inbox.need(190, 200);
    await vi.advanceTimersByTimeAsync(10);
    expect(asked[1]).toContain('offset=200&limit=200&asof=1000');
    expect([inbox.rows.total, inbox.rows.at(0)?.seq, inbox.rows.at(399)?.seq, inbox.rows.at(400)]).toEqual([500, 1000, 601, undefined]);
    expect(inbox.partial.value).toBe(false);
  });

  test('says why there are no rows', async () => {
    vi.stubGlobal('fetch', async () => new Response('{"detail":"Say a number."}', { status: 400 }));
    const inbox = new Inbox();
    await inbox.open(VIEW);
    expect(inbox.status.value).toBe('failed');
    expect(inbox.problem.value).toMatchObject({ status: 400, text: 'Say a number.' });
  });
});

import { describe, expect, test } from 'vitest';
import { PAGE, Rows } from '../../src/store/rows';
import type { Row } from '../../src/wire';
import { newest, row } from './rowdata';

/** shown returns the rows of a list as they are shown, undefined where they have to be fetched. */
function shown(rows: Rows): (number | undefined)[] {
  return Array.from({ length: rows.total }, (_, index) => rows.at(index)?.seq);
}

function five(): Rows {
  const rows = new Rows();
  rows.reset(5, 5, newest(5, 1));
  return rows;
}

describe('Rows', () => {
  test('shows the newest first', () => {
    expect(shown(five())).toEqual([5, 4, 3, 2, 1]);
  });

  test('puts arrivals before all others', () => {
    const rows = five();
    rows.append([row(6), row(7)], 7);
    expect(shown(rows)).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  test('leaves out arrivals that the snapshot holds already', () => {
    const rows = five();
    rows.append([row(4), row(5), row(6)], 6);
    expect(shown(rows)).toEqual([6, 5, 4, 3, 2, 1]);
  });

  test('closes the gap that a removed row leaves', () => {
    const rows = five();
    expect(rows.remove(new Set(['id3', 'id5', 'unknown']))).toBe(2);
    expect(shown(rows)).toEqual([4, 2, 1]);
  });

  test('replaces a row that changed', () => {
    const rows = five();
    rows.update([row(2, { subj: 'changed' }), row(99)]);
    expect(rows.find('id2')?.subj).toBe('changed');
    expect(shown(rows)).toEqual([5, 4, 3, 2, 1]);
  });

  test('asks for whole pages, as the server counts them', () => {
    const rows = new Rows();
    rows.reset(1000, 1000, newest(1000, 1000 - PAGE + 1));
    expect(rows.missing(0, PAGE)).toEqual([]);
    expect(rows.missing(500, 520)).toMatchObject([{ page: 2, offset: 400, limit: 200, asof: 1000 }]);
  });

  test('asks for the same page under another offset once there were arrivals', () => {
    const rows = new Rows();
    rows.reset(1000, 1000, newest(1000, 801));
    rows.append([row(1001)], 1001);
    expect(rows.missing(501, 521)).toMatchObject([{ page: 2, offset: 401, limit: 200, asof: 1001 }]);
  });

  test('throws away an answer that a removal has made wrong', () => {
    const rows = new Rows();
    rows.reset(1000, 1000, newest(1000, 801));
    const [wanted] = rows.missing(500, 510);
    rows.remove(new Set(['id900']));
    expect(rows.fill(wanted!, newest(600, 401))).toBe(false);
  });

  test('keeps few pages in memory', () => {
    const rows = new Rows();
    rows.reset(100_000, 100_000, newest(100_000, 99_801));
    for (let page = 0; page < 100; page++) {
      const start = page * PAGE;
      for (const wanted of rows.missing(start, start + 10)) rows.fill(wanted, newest(100_000 - wanted.offset, 100_000 - wanted.offset - wanted.limit + 1));
      rows.trim(start, start + 10);
    }
    const kept = shown(rows).filter((seq) => seq !== undefined);
    expect(kept.length).toBeLessThanOrEqual(26 * PAGE);
    expect(rows.at(99 * PAGE)?.seq).toBe(100_000 - 99 * PAGE);
  });
});

/** dice returns a repeatable source of numbers below n. */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

/** Server is the truth that the list has to agree with. */
class Server {
  all: Row[] = [];
  last = 0;

  arrive(n: number): Row[] {
    const rows = Array.from({ length: n }, () => row(++this.last));
    this.all.push(...rows);
    return rows;
  }

  answer(offset: number, limit: number, asof: number): Row[] {
    return this.all.filter(({ seq }) => seq <= asof).reverse().slice(offset, offset + limit);
  }
}

test.each(Array.from({ length: 30 }, (_, seed) => [seed]))('whatever happens, what is shown is what the server has (seed %i)', (seed) => {
  const roll = dice(seed);
  const server = new Server();
  server.arrive(700 + roll(500));
  const rows = new Rows();
  rows.reset(server.all.length, server.last, server.answer(0, PAGE, server.last));
  for (let turn = 0; turn < 60; turn++) {
    if (roll(3) === 0) rows.append(server.arrive(roll(9)), server.last);
    const at = rows.at(roll(rows.total));
    if (roll(3) === 0 && at) {
      server.all = server.all.filter(({ id }) => id !== at.id);
      rows.remove(new Set([at.id]));
    }
    const start = roll(rows.total);
    for (const wanted of rows.missing(start, start + 20)) rows.fill(wanted, server.answer(wanted.offset, wanted.limit, wanted.asof));
    const truth = server.answer(0, server.all.length, server.last);
    const wrong = shown(rows).filter((seq, index) => seq !== undefined && seq !== truth[index]?.seq);
    expect([rows.total, wrong]).toEqual([truth.length, []]);
  }
});

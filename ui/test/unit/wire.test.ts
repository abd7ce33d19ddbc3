import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

// What the server's own tests recorded of its answers has the shape that the
// page relies on. A file has the name of its shape, and may have more after a dash.

const FOLDER = fileURLToPath(new URL('../../../internal/web/testdata/wire/', import.meta.url));

type Shape = { [field: string]: string | Shape | [Shape | string] };

const ROW: Shape = { seq: 'number', id: 'string', t: 'number', from: { n: 'string', a: 'string' }, rcpt: ['string'], rcptN: 'number', mbox: ['string'], subj: 'string', snip: 'string', size: 'number' };

const SHAPES: Record<string, Shape> = {
  rows: { total: 'number', unread: 'number', rows: [ROW], asof: 'number' },
  message: {
    id: 'string', uid: 'number', account: 'string', mailbox: 'string', internalDate: 'string', size: 'number', flags: ['string'],
    envelope: { reversePath: 'string', recipients: [{ original: 'string', final: 'string' }], client: {} }, summary: { subject: 'string' },
  },
  accounts: { accounts: [{ name: 'string', total: 'number', unread: 'number' }] },
  facets: { values: [{ value: 'string', total: 'number', unread: 'number' }] },
  info: { version: 'string', smtp: 'string', imap: 'string', http: 'string' },
  row: ROW,
  ping: { type: 'string', seq: 'number' },
  gap: { type: 'string', from: 'number', to: 'number' },
  problem: { status: 'number', detail: 'string' },
  hello: { type: 'string', seq: 'number' },
  batch: { type: 'string', from: 'number', to: 'number' },
};

/** faults lists where a value has not the shape wanted. */
function faults(value: unknown, shape: string | Shape | [Shape | string], path: string): string[] {
  if (typeof shape === 'string') return typeof value === shape ? [] : [`${path} is not a ${shape}`];
  if (Array.isArray(shape)) return Array.isArray(value) ? value.flatMap((one, at) => faults(one, shape[0], `${path}[${at}]`)) : [`${path} is not a list`];
  if (typeof value !== 'object' || value === null) return [`${path} is not an object`];
  return Object.entries(shape).flatMap(([field, inner]) => faults((value as Record<string, unknown>)[field], inner, `${path}.${field}`));
}

const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.json')) : [];

describe('what the server says', () => {
  test('is compared with its shape', () => {
    expect(faults({ rows: [{ seq: 'x' }], total: 1, unread: 0, asof: 1 }, SHAPES.rows!, 'rows')).toContain('rows.rows[0].seq is not a number');
  });

  test.each(files)('has its shape in %s', (name) => {
    const shape = SHAPES[name.split(/[-.]/)[0]!];
    expect(shape, 'a shape of that name').toBeDefined();
    expect(faults(JSON.parse(readFileSync(join(FOLDER, name), 'utf8')), shape!, name)).toEqual([]);
  });
});

// Where the rows of a long list are, in pixels. All rows have the same height.

/** Rows drawn above and below what can be seen, so that scrolling shows no gap. */
const OVERSCAN = 4;

/** The tallest element that browsers lay out without losing precision. */
const TALLEST = 16_000_000;

export interface Metrics {
  /** How many rows there are. */
  total: number;
  /** Height of one row. */
  row: number;
  /** Height of what can be seen. */
  view: number;
}

export interface Slice {
  /** First index drawn. */
  start: number;
  /** Index after the last one drawn. */
  end: number;
  /** Where the first drawn row stands inside the spacer. */
  y: number;
}

/** spacer returns the height of the scrolled element. */
export function spacer(m: Metrics): number {
  return Math.min(m.total * m.row, TALLEST);
}

/** scale returns how many pixels of rows one pixel of scrolling stands for: 1 unless the list is too tall to lay out. */
function scale(m: Metrics): number {
  const room = spacer(m) - m.view;
  return room > 0 ? Math.max(1, (m.total * m.row - m.view) / room) : 1;
}

/** room returns how many rows are drawn at most. */
export function room(m: Metrics): number {
  return Math.ceil(m.view / m.row) + 1 + 2 * OVERSCAN;
}

/** slice returns the rows to draw when the list is scrolled to top. */
export function slice(top: number, m: Metrics): Slice {
  const real = Math.max(0, top) * scale(m);
  const start = Math.max(0, Math.min(m.total, Math.floor(real / m.row)) - OVERSCAN);
  const end = Math.min(m.total, Math.ceil((real + m.view) / m.row) + OVERSCAN);
  return { start, end, y: top - (real - start * m.row) };
}

/** reveal returns the scroll position nearest to top at which the row index is seen whole. */
export function reveal(index: number, top: number, m: Metrics): number {
  const f = scale(m);
  const real = top * f;
  const y = index * m.row;
  if (y < real) return y / f;
  if (y + m.row > real + m.view) return (y + m.row - m.view) / f;
  return top;
}

/** first returns the index of the first row that is seen whole. */
export function first(top: number, m: Metrics): number {
  return Math.max(0, Math.min(m.total - 1, Math.ceil((top * scale(m)) / m.row)));
}

/** shift returns the scroll position that keeps a row in place after it moved by rows places. */
export function shift(top: number, rows: number, m: Metrics): number {
  return Math.max(0, top + (rows * m.row) / scale(m));
}

/** Shown is a line of source to draw: a line of it, or lines that are folded away. */
export interface Shown {
  /** Number of the first line, from 0. */
  at: number;
  text: string;
  /** How many lines are folded here; 0 for a line. */
  folded: number;
}

/** Runs of base64 longer than this are folded. */
const RUN = 12;

const BASE64 = /^[A-Za-z0-9+/]{40,}={0,2}$/;

/** linesOf parts a text into lines, whatever they end with; the end of the last begins no other. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.length > 1 && lines[lines.length - 1] === '') lines.pop();
  if (text.includes('\r')) for (let at = 0; at < lines.length; at++) if (lines[at]!.endsWith('\r')) lines[at] = lines[at]!.slice(0, -1);
  return lines;
}

/** fold hides long runs of base64, except those that begin at a line in open. */
export function fold(lines: string[], open: ReadonlySet<number>): Shown[] {
  const out: Shown[] = [];
  for (let at = 0; at < lines.length; ) {
    let end = at;
    while (end < lines.length && BASE64.test(lines[end]!)) end++;
    // The last line of base64 is as long as it happens to be.
    if (end > at && /^[A-Za-z0-9+/]+={0,2}$/.test(lines[end] ?? '')) end++;
    if (end - at > RUN && !open.has(at)) {
      out.push({ at, text: '', folded: end - at });
      at = end;
      continue;
    }
    for (const stop = Math.max(end, at + 1); at < stop; at++) out.push({ at, text: lines[at]!, folded: 0 });
  }
  return out;
}

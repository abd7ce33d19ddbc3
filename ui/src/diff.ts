// The difference of two texts, word by word, as the least number of words to take out and put in (Myers, 1986).

/** Change is a run of words that both texts have (0), only the second (1) or only the first (-1). */
export interface Change {
  side: -1 | 0 | 1;
  text: string;
}

/** More edits than this are not looked for: the texts have nothing to do with each other. */
const MOST = 4000;

/** words parts a text into words, single marks and the space between them. */
export function words(text: string): string[] {
  return text.match(/\r?\n|[^\S\n]+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];
}

/** diff returns how to come from one list of words to another. */
export function diff(a: string[], b: string[]): Change[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const middle = trace(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return join([...a.slice(0, start).map(same), ...middle, ...a.slice(a.length - end).map(same)]);
}

const same = (text: string): Change => ({ side: 0, text });

/** trace walks the edit graph of two lists and then back. */
function trace(a: string[], b: string[]): Change[] {
  const [n, m] = [a.length, b.length];
  const most = Math.min(n + m, MOST);
  const ends: Int32Array[] = [];
  const v = new Int32Array(2 * most + 3);
  for (let d = 0; d <= most; d++) {
    ends.push(v.slice());
    for (let k = -d; k <= d; k += 2) {
      const at = k + most + 1;
      let x = k === -d || (k !== d && v[at - 1]! < v[at + 1]!) ? v[at + 1]! : v[at - 1]! + 1;
      while (x < n && x - k < m && a[x] === b[x - k]) x++;
      v[at] = x;
      if (x >= n && x - k >= m) return back(a, b, ends, most);
    }
  }
  return [...a.map((text): Change => ({ side: -1, text })), ...b.map((text): Change => ({ side: 1, text }))];
}

function back(a: string[], b: string[], ends: Int32Array[], most: number): Change[] {
  const out: Change[] = [];
  let [x, y] = [a.length, b.length];
  for (let d = ends.length - 1; d >= 0; d--) {
    const v = ends[d]!;
    const k = x - y;
    const at = k + most + 1;
    const down = k === -d || (k !== d && v[at - 1]! < v[at + 1]!);
    const before = d === 0 ? 0 : down ? v[at + 1]! : v[at - 1]!;
    const floor = d === 0 ? 0 : before - (down ? k + 1 : k - 1);
    while (x > before && y > floor && x > 0 && y > 0 && a[x - 1] === b[y - 1]) {
      out.push(same(a[--x]!));
      y--;
    }
    if (d === 0) break;
    if (down) out.push({ side: 1, text: b[--y]! });
    else out.push({ side: -1, text: a[--x]! });
  }
  return out.reverse();
}

/** join puts neighbours of one side together. */
function join(changes: Change[]): Change[] {
  const out: Change[] = [];
  for (const change of changes) {
    const last = out[out.length - 1];
    if (last && last.side === change.side) last.text += change.text;
    else out.push({ ...change });
  }
  return out;
}

/** Ignored says what makes no difference. */
export interface Ignored {
  numbers: boolean;
  space: boolean;
}

/** plain writes a text without what makes no difference. */
export function plain(text: string, ignored: Ignored): string {
  let out = text.replace(/\r\n/g, '\n');
  if (ignored.numbers) out = out.replace(/\b(?=[\w-]*\d)[\w-]{6,}\b|\d+/g, '#');
  if (ignored.space) out = out.replace(/\s+/g, ' ').trim();
  return out;
}

// The difference of two texts, word by word, as the least number of words to take out and put in (Myers, 1986).

/** Change is a run of words that both texts have (0), only the second (1) or only the first (-1). */
export interface Change {
  side: -1 | 0 | 1;
  text: string;
}

/** More edits than this are not looked for: the texts have nothing to do with each other. */
const MOST = 4000;

/** Ignored says what makes no difference. */
export interface Ignored {
  /** Numbers, and words with digits in them, as ids and tokens are. */
  numbers?: boolean;
  /** How much white space there is, and where lines end. */
  space?: boolean;
}

const TOKEN = '(?=[\\w-]*\\d)\\b[\\w-]{6,}\\b|';
/** An amount, a time or a version is one word. */
const REST = '\\d+(?:[.,:]\\d+)+|[\\p{L}\\p{N}_]+|[^\\s\\p{L}\\p{N}_]';

/** words parts a text into words, single marks and the space between them; what is ignored as a whole is one word. */
export function words(text: string, { numbers, space }: Ignored = {}): string[] {
  return text.match(new RegExp(`${space ? '\\s+' : '\\r?\\n|[^\\S\\n]+'}|${numbers ? TOKEN : ''}${REST}`, 'gu')) ?? [];
}

/** key is what a word is compared by. */
function key(word: string, { numbers, space }: Ignored): string {
  if (space && /^\s/.test(word)) return ' ';
  if (numbers && /\d/.test(word)) return '#';
  return word === '\r\n' ? '\n' : word;
}

/** compared returns how to come from one text to another, but for what is ignored: of that, the second is shown. */
export function compared(a: string, b: string, ignored: Ignored = {}): Change[] {
  const [from, to] = [words(a, ignored), words(b, ignored)];
  let [left, right] = [0, 0];
  const changes = edits(from.map((word) => key(word, ignored)), to.map((word) => key(word, ignored)));
  return join(changes.map(({ side }) => {
    const before = side <= 0 ? from[left++]! : '';
    return { side, text: side < 0 ? before : to[right++]! };
  }));
}

/** diff returns how to come from one list of words to another. */
export function diff(a: string[], b: string[]): Change[] {
  return join(edits(a, b));
}

/** edits returns every word of both lists, with the side it is on. */
function edits(a: string[], b: string[]): Change[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const middle = trace(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return [...a.slice(0, start).map(same), ...middle, ...a.slice(a.length - end).map(same)];
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

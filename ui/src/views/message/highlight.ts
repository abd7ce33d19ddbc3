// What stands out in the source of HTML. It is read line by line, so that only the lines in sight cost anything.

export type Kind = 'tag' | 'name' | 'value' | 'comment' | 'entity' | '';

export interface Token {
  kind: Kind;
  text: string;
}

/** A line longer than this is shown plain. */
const LONG = 4000;

const TOKENS = /<!--.*?(?:-->|$)|<![^>]*>?|<\/?[a-z][\w:-]*|\/?>|[\w:@-]+(?==)|"[^"]*"?|'[^']*'?|&(?:#\w+|\w+);/gi;

/** html divides a line of HTML into what stands out and what does not. Quotes and names count only inside a tag. */
export function html(line: string): Token[] {
  if (line.length > LONG) return [{ kind: '', text: line }];
  const out: Token[] = [];
  let end = 0;
  let inside = !/^[^<]*</.test(line) && /^[^<]*>/.test(line);
  const plain = (upto: number) => upto > end && out.push({ kind: '', text: line.slice(end, upto) });
  for (const match of line.matchAll(TOKENS)) {
    const kind = kindOf(match[0], inside);
    if (match[0].startsWith('<') && kind === 'tag') inside = true;
    if (match[0].endsWith('>')) inside = false;
    if (!kind) continue;
    plain(match.index);
    out.push({ kind, text: match[0] });
    end = match.index + match[0].length;
  }
  plain(line.length);
  return out;
}

function kindOf(text: string, inside: boolean): Kind {
  if (text.startsWith('<!')) return 'comment';
  if (text.startsWith('<') || text.endsWith('>')) return 'tag';
  if (text.startsWith('&')) return 'entity';
  if (!inside) return '';
  return /^["']/.test(text) ? 'value' : 'name';
}

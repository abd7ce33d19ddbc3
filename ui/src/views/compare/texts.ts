import type { Change, Ignored } from '../../diff';
import type { Tab } from '../../route';
import type { Message, Part } from '../../wire';

/** Noise says what of the header makes no difference. */
export interface Noise extends Ignored {
  date?: boolean;
  id?: boolean;
  boundaries?: boolean;
}

/** Fields that say when, and those that are of one message alone. */
const DATES = /^(?:date|received|x-received|arc-.*|dkim-signature|x-google-.*)$/i;
const IDS = /^(?:message-id|x-message-id|x-request-id)$/i;

/** textOf writes what is compared of a message. */
export function textOf(message: Message, tab: Tab, noise: Noise = {}): string {
  if (tab === 'source') return message.html ?? '';
  if (tab === 'headers') return headers(message, noise);
  if (tab === 'parts') return outline(message.parts ?? []);
  return message.text ?? '';
}

function headers({ headers: fields = [] }: Message, { date, id, boundaries }: Noise): string {
  const shown = fields.filter(({ name }) => !(date && DATES.test(name)) && !(id && IDS.test(name)));
  return shown.map(({ name, body }) => `${name}: ${boundaries ? body.replace(/boundary=(?:"[^"]*"|[^;\s]+)/gi, 'boundary=…') : body}`).join('\n');
}

function outline(parts: Part[], depth = 0): string {
  return parts.map((part) => `${'  '.repeat(depth)}${part.type}${part.charset ? ` ${part.charset}` : ''}${part.encoding ? ` ${part.encoding}` : ''}${part.filename ? ` ${part.filename}` : ''}\n${outline(part.children ?? [], depth + 1)}`).join('');
}

/** numbered gives what was taken out and what was put in for it one number. */
export function numbered(changes: Change[]): (Change & { nth: number })[] {
  let nth = -1;
  return changes.map((change, at) => {
    if (change.side && !changes[at - 1]?.side) nth++;
    return { ...change, nth };
  });
}

/** changesOf counts the places where something was changed. */
export function changesOf(changes: Change[]): number {
  return Math.max(-1, ...numbered(changes).filter(({ side }) => side).map(({ nth }) => nth)) + 1;
}

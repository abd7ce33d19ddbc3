import * as api from '../../api';
import { quoted } from '../../query';
import type { Message, Row } from '../../wire';

/** Rows looked through for a message of the same kind. */
const MOST = 200;

/** Kind is what tells which messages are of one kind. */
export interface Kind {
  id: string;
  seq: number;
  from: string;
  subject: string;
  /** The rule that led it, as table:line. */
  rule: string;
}

/** kindOf returns the kind of a message. */
export function kindOf({ id, uid, summary, envelope }: Message): Kind {
  const step = envelope.recipients[0]?.trace?.at(-1);
  return { id, seq: uid, from: summary.from?.[0]?.address ?? '', subject: summary.subject, rule: step ? (step.line ? `${step.table}:${step.line}` : step.table) : '' };
}

/** like tells whether two subjects are one, but for their numbers. */
const like = (a: string, b: string): boolean => a.replace(/\d+/g, '#') === b.replace(/\d+/g, '#');

/** nearest returns the row that is most like a kind: of the same subject and rule, else of the same subject. */
export function nearest({ id, subject, rule }: Kind, rows: Row[]): Row | undefined {
  const alike = rows.filter((row) => row.id !== id && like(row.subj, subject));
  return alike.find((row) => (row.rule ?? '') === rule) ?? alike[0];
}

/** earlier returns the message of the same kind that came before another, or, when others may do, one of its sender. */
export async function earlier(kind: Kind, others = false): Promise<Row | undefined> {
  const { rows } = await api.rows({ q: kind.from ? `from:${quoted(kind.from)}` : '', account: '', mailbox: '' }, { offset: 0, limit: MOST, asof: kind.seq - 1 });
  return nearest(kind, rows) ?? (others ? rows.find(({ id }) => id !== kind.id) : undefined);
}

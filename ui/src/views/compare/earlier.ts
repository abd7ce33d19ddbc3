import * as api from '../../api';
import { quoted } from '../../query';
import type { Message, Row } from '../../wire';

/** Rows looked through for a message of the same kind. */
const MOST = 200;

/** earlier returns the message of the same kind that came before another: of the same sender, with the same subject but for its numbers. */
export async function earlier(message: Message): Promise<Row | undefined> {
  const from = message.summary.from?.[0]?.address;
  const found = await api.rows({ q: from ? `from:${quoted(from)}` : '', account: '', mailbox: '' }, { offset: 0, limit: MOST, asof: message.uid - 1 });
  const kind = (subject: string) => subject.replace(/\d+/g, '#');
  return found.rows.find((row) => row.id !== message.id && kind(row.subj) === kind(message.summary.subject));
}

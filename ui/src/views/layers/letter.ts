import { messages } from '../../store/app';
import { route } from '../../route';
import { sample } from '../../snippets';

/** Enclosed is a file that goes along. */
export interface Enclosed {
  filename: string;
  type: string;
  size: number;
  /** In base64. */
  content: string;
}

/** Letter is what the form of the composer holds. */
export interface Letter {
  from: string;
  to: string;
  cc: string;
  subject: string;
  /** More fields of the header, one on each line. */
  headers: string;
  text: string;
  html: string;
  raw: string;
  files: Enclosed[];
}

/** begin begins with an answer to the open message, or with an example. */
export function begin(): Letter {
  const message = route.value.id ? messages.shown.peek().message : undefined;
  const rcpt = message?.envelope.recipients[0]?.original;
  const subject = message?.summary.subject ?? '';
  return {
    from: rcpt ?? 'app@shop.example',
    to: message?.summary.replyTo?.[0]?.address ?? message?.summary.from?.[0]?.address ?? 'anna@customers.example',
    cc: '',
    subject: message ? (/^re:/i.test(subject) ? subject : `Re: ${subject}`) : '',
    headers: message?.summary.messageID ? `In-Reply-To: <${message.summary.messageID}>` : '',
    text: message?.text ? `\n\n${message.text.replace(/^/gm, '> ').trimEnd()}\n` : '',
    html: '<p>Hello</p>',
    raw: sample(new Date()).replaceAll('\r\n', '\n'),
    files: [],
  };
}

/** addresses parts a list at its commas. */
export function addresses(list: string): string[] {
  return list.split(/[\s,;]+/).filter(Boolean);
}

/** fields reads lines such as "X-Shop: 7"; what has no colon is left out. */
export function fields(text: string): Record<string, string> {
  const out: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const at = line.indexOf(':');
    if (at > 0) out[line.slice(0, at).trim()] = line.slice(at + 1).trim();
  }
  return out;
}

/** enclose reads a file. */
export function enclose(file: File): Promise<Enclosed> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve({ filename: file.name, type: file.type || 'application/octet-stream', size: file.size, content: String(reader.result).replace(/^[^,]*,/, '') });
    reader.onerror = () => reject(reader.error ?? new Error(file.name));
    reader.readAsDataURL(file);
  });
}

/** composition writes a letter as POST /v1/messages wants it. */
export function composition(letter: Letter, html: boolean): Record<string, unknown> {
  const { from, subject, text, files } = letter;
  const attachments = files.map(({ filename, type, content }) => ({ filename, type, content }));
  const cc = addresses(letter.cc);
  const headers = fields(letter.headers);
  return { from, to: addresses(letter.to), subject, text, ...(Object.keys(headers).length && { headers }), ...(cc.length && { cc }), ...(html && { html: letter.html }), ...(attachments.length && { attachments }) };
}

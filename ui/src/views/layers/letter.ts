import type { Paths } from '../../api';
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
  /** From and To of the header, where they are not as the envelope. */
  fromField: string;
  toField: string;
  subject: string;
  /** More fields of the header, one on each line. */
  headers: string;
  text: string;
  html: string;
  raw: string;
  /** Each character of raw is an octet: it was opened from a file that is no UTF-8. */
  octets: boolean;
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
    fromField: '',
    toField: '',
    subject: message ? (/^re:/i.test(subject) ? subject : `Re: ${subject}`) : '',
    headers: message?.summary.messageID ? `In-Reply-To: <${message.summary.messageID}>` : '',
    text: message?.text ? `\n\n${message.text.replace(/^/gm, '> ').trimEnd()}\n` : '',
    html: '<p>Hello</p>',
    raw: sample(new Date()).replaceAll('\r\n', '\n'),
    octets: false,
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

/** opened reads a message that is a file, as UTF-8 or else octet by octet. */
export async function opened(file: Blob): Promise<Pick<Letter, 'raw' | 'octets'>> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    return { raw: lines(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)), octets: false };
  } catch {
    let raw = '';
    for (const byte of bytes) raw += String.fromCharCode(byte);
    return { raw: lines(raw), octets: true };
  }
}

function lines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** whole writes the raw message as it is sent: with CR LF, and in the octets it was opened with. */
export function whole({ raw, octets }: Pick<Letter, 'raw' | 'octets'>): string | Uint8Array<ArrayBuffer> {
  const text = raw.replace(/\r?\n/g, '\r\n');
  return octets ? Uint8Array.from(text, (one) => one.charCodeAt(0)) : text;
}

/** envelope is what stands beside a letter whose header says something else; undefined where it is as the header. */
export function envelope({ from, to, cc, fromField, toField }: Letter): Paths | undefined {
  return fromField.trim() || toField.trim() ? { from, to: [...addresses(to), ...addresses(cc)] } : undefined;
}

/** composition writes a letter as POST /v1/messages wants it. */
export function composition(letter: Letter, html: boolean): Record<string, unknown> {
  const { subject, text, files } = letter;
  const from = letter.fromField.trim() || letter.from;
  const to = letter.toField.trim() ? [letter.toField.trim()] : addresses(letter.to);
  const attachments = files.map(({ filename, type, content }) => ({ filename, type, content }));
  const cc = addresses(letter.cc);
  const headers = fields(letter.headers);
  return { from, to, subject, text, ...(Object.keys(headers).length && { headers }), ...(cc.length && { cc }), ...(html && { html: letter.html }), ...(attachments.length && { attachments }) };
}

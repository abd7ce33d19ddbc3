/**
 * Wait for mail in tests.
 *
 *     const mail = new Mailsink();
 *     const since = await mail.cursor();
 *     await signUp('ann@example.com');
 *     const { codes } = await mail.wait({ to: 'ann@example.com', since });
 *
 * Take the cursor before the action, and it does not matter whether the mail or the wait is first.
 */
import { MailsinkError, WaitError } from './errors.js';
import { queryOf } from './query.js';
import type { Match, Message, MessageSummary, Outgoing, WaitOptions } from './types.js';

export * from './errors.js';
export type * from './types.js';

/** Where a sink is that was started without flags. */
export const defaultURL = 'http://127.0.0.1:8025';

/** The sink answers one wait after five minutes at the latest; longer ones are several. */
const longestWait = 300_000;

type Params = Record<string, string | number | undefined>;

interface Waited {
  messages: Message[];
  complete: boolean;
  cursor: string;
  others?: { count: number; messages: MessageSummary[] };
}

/** A running sink. It has no state but the address, so tests may share one. */
export class Mailsink {
  readonly url: string;

  /** `url` is the address of the page; without it MAILSINK_URL, or else the default. */
  constructor(url: string = fromEnvironment() ?? defaultURL) {
    this.url = url.replace(/\/+$/, '');
  }

  /** Where the journal is now. Take it before the action under test, and give it to wait as `since`. */
  async cursor(): Promise<string> {
    return (await this.json<{ cursor: string }>('GET', '/v1/cursor')).cursor;
  }

  /** The oldest message that matches, as soon as it is there. Throws a WaitError when the time is over, which says what came instead. */
  async wait(options: WaitOptions = {}): Promise<Message> {
    const [message] = await this.waitAll(1, options);
    return message as Message; // waitAll throws where there are fewer
  }

  /** The oldest `count` messages that match, in order of arrival, as soon as all are there. */
  async waitAll(count: number, options: WaitOptions = {}): Promise<Message[]> {
    const { messages, complete, cursor, others } = await this.poll(options, { count });
    if (complete) return messages;
    const text = `${describe(options)} did not come within ${timeoutOf(options)} ms (${messages.length} of ${count} did)`;
    throw new WaitError(`${text}${instead(others)}; see ${this.page(options)}`, cursor, messages, others?.messages);
  }

  /** Resolves when no message that matches came in the whole time; 2,000 ms unless given. */
  async none(options: WaitOptions = {}): Promise<void> {
    const asked = { timeout: 2000, ...options };
    const { messages, complete, cursor } = await this.poll(asked, { absent: 1 });
    if (complete) return;
    throw new WaitError(`${describe(options)} should not have come, but did: ${messages.map(line).join(', ')}; see ${this.page(options)}`, cursor, messages);
  }

  /** Where the page shows this wait, what came near, and the mail of the account; without a password. */
  private page({ account }: WaitOptions): string {
    const page = new URL(this.url);
    page.username = page.password = '';
    page.pathname = `${page.pathname.replace(/\/$/, '')}/${account ? `run/${encodeURIComponent(account)}` : 'run'}`;
    return page.href;
  }

  /** Messages newest first, at most `limit` (50, up to 500). */
  async messages(match: Match & { limit?: number } = {}): Promise<MessageSummary[]> {
    const params = { q: queryOf(match), account: match.account, limit: match.limit };
    return (await this.json<{ messages: MessageSummary[] }>('GET', '/v1/messages', params)).messages;
  }

  /** Everything about one message. */
  async message(id: string): Promise<Message> {
    return this.json<Message>('GET', `/v1/messages/${encodeURIComponent(id)}`);
  }

  /** The content of a message, octet for octet as it came. */
  async raw(id: string): Promise<Uint8Array> {
    return this.octets(`/v1/messages/${encodeURIComponent(id)}/raw`);
  }

  /** The content of an attachment, decoded. */
  async attachment(id: string, part: string): Promise<Uint8Array> {
    return this.octets(`/v1/messages/${encodeURIComponent(id)}/parts/${encodeURIComponent(part)}`);
  }

  /** The one-time codes of the newest message with any; waits for one, where `since` or `timeout` is given. */
  async codes(options: WaitOptions = {}): Promise<string[]> {
    const asked = { ...options, q: options.q ? `(${options.q}) has:code` : 'has:code' };
    if (options.since !== undefined || options.timeout !== undefined) return (await this.wait(asked)).codes;
    const [newest] = await this.messages({ ...asked, limit: 1 });
    return newest ? (await this.message(newest.id)).codes : [];
  }

  /** Sends a message into the sink, and returns its ID. */
  async send(message: Outgoing): Promise<string> {
    const body = {
      ...message,
      to: typeof message.to === 'string' ? [message.to] : message.to,
      attachments: message.attachments?.map((a) => ({ ...a, content: base64(a.content) })),
    };
    return (await this.json<{ id: string }>('POST', '/v1/messages', {}, body)).id;
  }

  /** Removes one message. */
  async delete(id: string): Promise<void> {
    await this.fetch('DELETE', `/v1/messages/${encodeURIComponent(id)}`, {});
  }

  /** Removes the messages that are there and match, and returns how many. Nothing at all matches nothing: say what to remove. */
  async deleteAll(match: Match): Promise<number> {
    const q = [queryOf(match), match.account ? `in:"${match.account}"` : ''].join(' ').trim();
    if (q === '') throw new TypeError('say which messages to remove; { q: "*" } means all');
    const { asof } = await this.json<{ asof: number }>('GET', '/v1/rows', { limit: 1 });
    return (await this.json<{ count: number }>('POST', '/v1/actions', {}, { op: 'delete', q, asof })).count;
  }

  /** Asks for messages until the answer or the time has come. */
  private async poll(o: WaitOptions, params: Params): Promise<Waited> {
    const end = Date.now() + timeoutOf(o);
    for (;;) {
      const left = Math.max(end - Date.now(), 0);
      const asked = { ...params, partial: 1, q: queryOf(o), account: o.account, since: o.since, timeout: `${Math.min(left, longestWait)}ms` };
      const res = await this.fetch('GET', '/v1/wait', asked, undefined, o.signal, 409);
      const got = (await res.json()) as Waited;
      if (got.complete || res.status === 409 || left <= longestWait) return got;
    }
  }

  private async octets(path: string): Promise<Uint8Array> {
    return new Uint8Array(await (await this.fetch('GET', path, {})).arrayBuffer());
  }

  private async json<T>(method: string, path: string, params: Params = {}, body?: unknown): Promise<T> {
    return (await (await this.fetch(method, path, params, body)).json()) as T;
  }

  private async fetch(method: string, path: string, params: Params, body?: unknown, signal?: AbortSignal, wanted?: number): Promise<Response> {
    const url = new URL(this.url + path);
    for (const [name, value] of Object.entries(params)) {
      if (value !== undefined && value !== '') url.searchParams.set(name, String(value));
    }
    const init: RequestInit = { method };
    if (signal) init.signal = signal;
    if (body !== undefined) {
      init.body = JSON.stringify(body);
      init.headers = { 'Content-Type': 'application/json' };
    }
    let res: Response;
    try {
      res = await fetch(url, init);
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      throw new MailsinkError(`no sink answers at ${this.url}; start mailsink, or say where it is with MAILSINK_URL`, 0, { cause });
    }
    if (res.ok || res.status === wanted) return res;
    throw new MailsinkError(await detail(res), res.status);
  }
}

const timeoutOf = (o: WaitOptions): number => o.timeout ?? 30_000;

function describe(o: WaitOptions): string {
  const account = o.account ? ` in account ${o.account}` : '';
  return `a message with ${queryOf(o) || 'anything'}${account}`;
}

/** Names what came and was not wanted. */
function instead(others: Waited['others']): string {
  if (!others || others.count === 0) return '; nothing else came';
  const more = others.count - others.messages.length;
  return `; ${others.count} came that do not match: ${others.messages.map(line).join(', ')}${more > 0 ? ` and ${more} before them` : ''}`;
}

const line = (m: MessageSummary): string => `${m.id} "${m.summary.subject}" to ${m.envelope.recipients.map((r) => r.original).join(', ')}`;

/** What the sink says is wrong (RFC 9457). */
async function detail(res: Response): Promise<string> {
  const text = await res.text();
  try {
    const problem = JSON.parse(text) as { detail?: string };
    if (problem.detail) return problem.detail;
  } catch {
    // Something else answers there; its status says enough.
  }
  return `the sink answers ${res.status} ${res.statusText}`;
}

function base64(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += String.fromCharCode(octet);
  return btoa(text);
}

function fromEnvironment(): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env?.['MAILSINK_URL'] || undefined;
}

import { at } from './base';
import type { AboutPart, Account, Authentication, Charts, Checks, Done, Facet, FacetList, Headers, Info, Message, Op, RowsAnswer, RulesAnswer, RulesAsk, SavedView, Sessions, Stats, TableList, TableProblem, Target, Transcript, Version, Visit, Waits } from './wire';

/** Problem is an answer that is not the one asked for: an RFC 9457 problem, or no answer (status 0). */
export class Problem extends Error {
  readonly status: number;
  /** The mistakes in a table that is not used. */
  readonly problems: TableProblem[];
  /** Of the mistake in a query: the character, from 1; 0 where there is none. */
  readonly position: number;

  constructor(status: number, message: string, { problems = [], position = 0 }: { problems?: TableProblem[]; position?: number } = {}) {
    super(message);
    this.status = status;
    this.problems = problems;
    this.position = position;
  }
}

/** View says which messages are listed. */
export interface View {
  q: string;
  account: string;
  mailbox: string;
  /** The order; empty is newest first. */
  sort?: string;
}

/** login asks who comes, and comes back here: the cookie has expired, or the password has changed. */
function login(): void {
  location.assign(at('login') + query({ to: location.pathname.slice(at('').length - 1) + location.search }) + location.hash);
}

/** logout lets the browser be nobody again. */
export async function logout(): Promise<void> {
  await call('logout', { method: 'POST' });
  location.assign(at('login'));
}

async function call(path: string, init?: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(at(path), init);
  } catch (cause) {
    if (init?.signal?.aborted) throw cause;
    throw new Problem(0, 'mailsink cannot be reached.');
  }
  if (answer.ok) return answer;
  if (answer.status === 401) login();
  const text = await answer.text();
  throw new Problem(answer.status, detail(text) || `mailsink answered ${answer.status}.`, detailsOf(text));
}

/** detail returns the sentence of a problem document, empty when there is none. */
export function detail(text: string): string {
  try {
    const problem = JSON.parse(text) as { detail?: string; title?: string };
    return problem.detail || problem.title || '';
  } catch {
    return '';
  }
}

function detailsOf(text: string): { problems?: TableProblem[]; position?: number } {
  try {
    return JSON.parse(text) as { problems?: TableProblem[]; position?: number };
  } catch {
    return {};
  }
}

/** query writes parameters, leaving out those that are empty. */
export function query(params: Record<string, string | number | undefined>): string {
  const out = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) if (value) out.set(name, String(value));
  const text = out.toString();
  return text && '?' + text;
}

/** ask fetches JSON for a screen of its own. */
export async function json<T>(path: string, init?: RequestInit): Promise<T> {
  return (await call(path, init)).json() as Promise<T>;
}

/** post sends JSON and returns what is answered; method may also be PUT or PATCH. */
export function post<T>(path: string, body: unknown, method = 'POST'): Promise<T> {
  return json(path, { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
}

export interface Span {
  offset: number;
  limit: number;
  asof: number;
}

export function rows(view: View, span: Span, signal?: AbortSignal): Promise<RowsAnswer> {
  const { offset, limit, asof } = span;
  return json('v1/rows' + query({ ...view, offset, limit, asof }), { signal });
}

/** Octets of text and of HTML that come with a message; what is longer is asked for by itself. */
const MOST = 5_000_000;

export function message(id: string, signal?: AbortSignal): Promise<Message> {
  return json(`v1/messages/${id}` + query({ most: MOST }), { signal });
}

/** source returns a message as it came; with first, whole lines of about that many octets at its beginning. */
export async function source(id: string, signal?: AbortSignal, first = 0): Promise<string> {
  const answer = await call(`v1/messages/${id}/raw?view=1`, { signal, headers: first ? { Range: `bytes=0-${first - 1}` } : {} });
  const text = await answer.text();
  return answer.status === 206 ? text.slice(0, text.lastIndexOf('\n') + 1) : text;
}

/** body returns the HTML or the text of a message, however long it is. */
export async function body(id: string, form: 'html' | 'text', signal?: AbortSignal): Promise<string> {
  return (await call(`v1/messages/${id}/${form}`, { signal })).text();
}

/** authentication returns what a message says of who answers for it. */
export function authentication(id: string, signal?: AbortSignal): Promise<Authentication> {
  return json(`v1/messages/${id}/authentication`, { signal });
}

export function act(op: Op, target: Target, tag?: string): Promise<Done> {
  return post('v1/actions', { op, tag, ...target });
}

/** undo takes back what an action did. */
export function undo(token: string): Promise<Done> {
  return post(`v1/undo/${encodeURIComponent(token)}`, {});
}

/** putViews replaces all saved views. */
export async function putViews(views: SavedView[]): Promise<SavedView[]> {
  return (await post<{ views: SavedView[] }>('v1/views', { views }, 'PUT')).views;
}

/** views returns the saved views. */
export async function views(): Promise<SavedView[]> {
  return (await json<{ views: SavedView[] }>('v1/views')).views ?? [];
}

/** sessions returns a page of the last sessions that q finds. */
export function sessions(q: string, after: string, signal?: AbortSignal): Promise<Sessions> {
  return json('v1/sessions' + query({ q, after, limit: 100 }), { signal });
}

/** session returns all that was said in one. */
export function session(id: string, signal?: AbortSignal): Promise<Transcript> {
  return json(`v1/sessions/${encodeURIComponent(id)}`, { signal });
}

export function info(): Promise<Info> {
  return json('v1/info');
}

export async function accounts(): Promise<Account[]> {
  return (await json<{ accounts: Account[] }>('v1/accounts')).accounts ?? [];
}

export async function facets(field: string, prefix: string, limit: number, signal?: AbortSignal): Promise<Facet[]> {
  return (await json<FacetList>('v1/facets' + query({ field, prefix, limit }), { signal })).values ?? [];
}

/** hits counts the messages that each rule led, by "table:line". */
export function hits(signal?: AbortSignal): Promise<FacetList> {
  return json('v1/facets' + query({ field: 'rule', limit: 500 }), { signal });
}

/** countedViews returns the saved views with how much each shows. */
export async function countedViews(signal?: AbortSignal): Promise<SavedView[]> {
  return (await json<{ views: SavedView[] }>('v1/views?counts=true', { signal })).views ?? [];
}

/** inject puts a whole message into the sink. */
export async function inject(raw: string): Promise<void> {
  await call('v1/messages', { method: 'POST', headers: { 'Content-Type': 'message/rfc822' }, body: raw });
}

/** fragmentURL is where what arrived of a refused message can be had as a file. */
export function fragmentURL(session: string, n: number): string {
  return at(`v1/sessions/${session}/fragments/${n}`);
}

/** rawURL is where the message can be had as a file. */
export function rawURL(id: string): string {
  return at(`v1/messages/${id}/raw`);
}

/** partURL is where one part can be had as a file. */
export function partURL(id: string, part: string): string {
  return at(`v1/messages/${id}/parts/${part}`);
}

/** about returns everything known of a part. */
export function about(id: string, part: string, signal?: AbortSignal): Promise<AboutPart> {
  return json(`v1/messages/${id}/parts/${part}/about`, { signal });
}

/** partSource returns a part as it came, with its header. */
export async function partSource(id: string, part: string, signal?: AbortSignal): Promise<string> {
  return (await call(`v1/messages/${id}/parts/${part}?raw=1`, { signal })).text();
}

/** filesURL is where all attachments can be had as one file. */
export function filesURL(id: string): string {
  return at(`v1/messages/${id}/attachments.zip`);
}

/** headers returns the header fields of a message. */
export function headers(id: string, signal?: AbortSignal): Promise<Headers> {
  return json(`v1/messages/${id}/headers`, { signal });
}

/** tables returns the tables in use. */
export function tables(signal?: AbortSignal): Promise<TableList> {
  return json('v1/rules', { signal });
}

/** tableText returns the text of a table and the tag that stands for it. */
export async function tableText(id: string, signal?: AbortSignal): Promise<{ text: string; tag: string }> {
  const answer = await call(`v1/rules/${encodeURIComponent(id)}`, { signal });
  return { text: await answer.text(), tag: answer.headers.get('ETag') ?? '' };
}

/** putTable replaces a table, as long as its text is the one that tag stands for. */
export async function putTable(id: string, text: string, tag: string): Promise<TableList> {
  const answer = await call(`v1/rules/${encodeURIComponent(id)}`, { method: 'PUT', headers: { 'Content-Type': 'text/plain; charset=utf-8', 'If-Match': tag || '*' }, body: text });
  return answer.json() as Promise<TableList>;
}

/** versions returns what a table said before, newest first. */
export async function versions(id: string, signal?: AbortSignal): Promise<Version[]> {
  return (await json<{ versions: Version[] }>(`v1/rules/${encodeURIComponent(id)}/versions`, { signal })).versions;
}

/** versionText returns the text of one version of a table. */
export async function versionText(id: string, version: string, signal?: AbortSignal): Promise<string> {
  return (await call(`v1/rules/${encodeURIComponent(id)}/versions/${version}`, { signal })).text();
}

/** reloadTables reads the tables anew. */
export function reloadTables(): Promise<TableList> {
  return post('v1/rules/reload', {});
}

/** askRules asks where addresses go, or would go by a draft. */
export function askRules(ask: RulesAsk, signal?: AbortSignal): Promise<RulesAnswer> {
  return json('v1/rules/query', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(ask), signal });
}

export function stats(signal?: AbortSignal): Promise<Stats> {
  return json('v1/stats', { signal });
}

/** charts returns what came in the last span: 1h, 24h or 7d. */
export function charts(span: string, signal?: AbortSignal): Promise<Charts> {
  return json('v1/stats/charts' + query({ span }), { signal });
}

/** waits returns who waits, and how the last waits ended. */
export function waits(signal?: AbortSignal): Promise<Waits> {
  return json('v1/waits', { signal });
}

/** Paths are an envelope that stands beside a message. */
export interface Paths {
  from: string;
  to: string[];
}

function beside({ from, to }: Paths): string {
  const params = new URLSearchParams(to.map((one) => ['to', one]));
  if (from) params.set('from', from);
  return params.size ? `v1/messages?${params}` : 'v1/messages';
}

/** compose puts a message made of its parts into the sink, as POST /v1/messages describes it; without an envelope its addresses are that. */
export function compose(letter: Record<string, unknown>, envelope: Paths = { from: '', to: [] }): Promise<{ id: string; ids: string[] }> {
  return post(beside(envelope), letter);
}

/** injectTo puts a whole message into the sink with an envelope of its own. */
export async function injectTo(raw: BodyInit, envelope: Paths): Promise<{ id: string; ids: string[] }> {
  const answer = await call(beside(envelope), { method: 'POST', headers: { 'Content-Type': 'message/rfc822' }, body: raw });
  return answer.json() as Promise<{ id: string; ids: string[] }>;
}

/** checks returns what recipients may stumble over. */
export function checks(id: string, programs: string[], signal?: AbortSignal): Promise<Checks> {
  const asked = new URLSearchParams(programs.map((one) => ['program', one]));
  return json(`v1/messages/${id}/checks${asked.size ? `?${asked}` : ''}`, { signal });
}

/** visitLinks has the server ask whether the links of a message lead somewhere. */
export async function visitLinks(id: string): Promise<Visit[]> {
  return (await post<{ links: Visit[] }>(`v1/messages/${id}/checks/links`, {})).links;
}

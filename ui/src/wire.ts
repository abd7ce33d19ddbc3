// The JSON that the server and the page exchange. Missing optional fields mean empty.

export type * from './wire/rules';

/** Flag is one thing worth a mark in the list. */
export type Flag = 'unread' | 'pinned' | 'html' | 'warn' | 'rewritten' | 'external' | 'injected';

/** Row is one message in the list. */
export interface Row {
  /** Position of the arrival; strictly ascending. */
  seq: number;
  id: string;
  /** Arrival, milliseconds since 1970. */
  t: number;
  from: { n: string; a: string };
  /** At most three envelope recipients, as given in RCPT TO. */
  rcpt: string[];
  /** How many envelope recipients there are. */
  rcptN: number;
  /** Accounts that keep the message. */
  mbox: string[];
  subj: string;
  snip: string;
  size: number;
  att?: number;
  flags?: Flag[];
  tags?: string[];
  rule?: string;
}

/** RowsAnswer is the reply to GET /v1/rows: rows newest first, inside the snapshot asof. */
export interface RowsAnswer {
  total: number;
  unread: number;
  /** The server ran out of time counting: there may be more. */
  atLeast?: boolean;
  /** It ran out of time searching: rows may lack messages, which are behind. */
  partial?: boolean;
  /** A sentence that says so. */
  note?: string;
  rows: Row[];
  asof: number;
  cursor?: string;
}

export interface Param {
  name: string;
  value?: string;
}

/** Step is one rule that an address passed. */
export interface Step {
  table: string;
  line: number;
  from: string;
  to: string[];
}

export interface Recipient {
  original: string;
  final: string;
  external?: boolean;
  params?: Param[];
  trace?: Step[];
  delivery?: Delivery;
}

/** Delivery is what production would have done with the message for a recipient. */
export interface Delivery {
  transport?: string;
  nextHop?: string;
  bounce?: string;
  deliveredTo?: string;
  mailbox?: string;
}

export interface Client {
  address?: string;
  hello?: string;
  protocol?: string;
  tls?: string;
  identity?: string;
  session?: string;
}

export interface Envelope {
  reversePath: string;
  params?: Param[];
  recipients: Recipient[];
  client: Client;
  originalReversePath?: string;
  reverseTrace?: Step[];
}

export interface Address {
  name?: string;
  address: string;
}

export interface Summary {
  from?: Address[];
  to?: Address[];
  cc?: Address[];
  replyTo?: Address[];
  subject: string;
  messageID?: string;
  date?: string;
  snippet?: string;
  attachments?: number;
  html?: boolean;
  defects?: number;
}

export interface Part {
  id: string;
  type: string;
  charset?: string;
  encoding?: string;
  disposition?: string;
  filename?: string;
  cid?: string;
  size: number;
  attachment?: boolean;
  children?: Part[];
}

/** Field is a header field. */
export interface Field {
  name: string;
  body: string;
}

/** Headers are the fields of a message: decoded, as they came, and those that delivery adds. */
export interface Headers {
  headers: Field[];
  raw: Field[];
  trace: Field[];
}

/** List is how recipients leave the list that a message was sent to. */
export interface List {
  unsubscribe: string[];
  oneClick: boolean;
}

/** CalendarEvent is an entry of a calendar; times are local to zone, or end with Z. */
export interface CalendarEvent {
  method?: string;
  summary: string;
  start: string;
  end?: string;
  zone?: string;
  location?: string;
  organizer?: string;
  attendees?: string[];
  repeats?: string;
  status?: string;
  description?: string;
}

/** AboutPart is everything known of one part. */
export interface AboutPart extends Part {
  decodedSize: number;
  sha256: string;
  headers: Field[];
  text: string;
  cut: boolean;
  preview: string;
  events: CalendarEvent[];
  letter?: { from: string; to: string; subject: string; date: string };
}

export interface Attachment {
  part: string;
  filename: string;
  type: string;
  size: number;
}

/** Message is everything known about one message. */
export interface Message {
  id: string;
  uid: number;
  modSeq: number;
  account: string;
  mailbox: string;
  internalDate: string;
  size: number;
  flags: string[];
  envelope: Envelope;
  summary: Summary;
  text?: string;
  /** As it came: never to be put into the page. */
  html?: string;
  /** Octets of both, also where they were left out because they are long. */
  textSize?: number;
  htmlSize?: number;
  /** The HTML has colours of its own for the dark. */
  dark?: boolean;
  /** Where the HTML may be shown, caged; empty when there is none. */
  preview?: string;
  parts?: Part[];
  attachments?: Attachment[];
  links?: { url: string; text: string }[];
  codes?: string[];
  headers?: Field[];
  defects?: string[];
  /** How many remote resources the HTML would load, and the first of them. */
  remote?: number;
  remotes?: string[];
  /** The text was made of the HTML. */
  generated?: boolean;
  /** Lines of the text that end with a space go on in the next. */
  flowed?: boolean;
  /** How recipients leave the list; none of it is ever called. */
  list?: List;
}

/** Limits are the bounds that mail can run into; what is missing has none. */
export interface Limits {
  messageSize?: number;
  recipients?: number;
  messages?: number;
  bytes?: number;
  age?: string;
}

export interface Info {
  version: string;
  smtp: string;
  imap: string;
  http: string;
  store: string;
  table: string;
  /** Every listener, by the name of its protocol. */
  doors?: { name: string; address: string }[];
  /** Of SMTP; empty for none. */
  tls?: '' | 'offered' | 'required';
  auth?: 'any' | 'off' | 'users';
  authRequired?: boolean;
  /** The page asks who comes. */
  login?: boolean;
  limits?: Limits;
  environment?: { name: string; color?: string };
  /** What a message loads from elsewhere may be loaded, by the server. */
  remote?: boolean;
  /** The origin that previews have for themselves, or ":" and its port at the name of the page; empty for none. */
  previews?: string;
}

export interface Account {
  name: string;
  total: number;
  unread: number;
}

export interface Facet {
  value: string;
  total: number;
  unread: number;
}

export interface Counts {
  total: number;
  unread: number;
}

/** Frame is one thing that the live feed says. */
export type Frame =
  | { type: 'hello'; seq: number; version: string; counts?: Counts }
  | { type: 'batch'; from: number; to: number; rows?: Row[]; upd?: Row[]; gone?: string[]; counts?: Counts }
  | { type: 'counts'; counts: Counts }
  | { type: 'ping'; seq: number }
  | { type: 'gap'; from: number; to: number }
  | { type: 'error'; detail: string };

/** Op is a bulk action. */
export type Op = 'delete' | 'read' | 'unread' | 'pin' | 'unpin' | 'tag' | 'untag';

/** Target says what a bulk action acts on: named messages, or all that a query found. */
export type Target = { ids: string[] } | { q: string; account?: string; mailbox?: string; asof: number };

/** Done is the reply to an action. */
export interface Done {
  count: number;
  /** What POST /v1/undo takes to undo it; empty when it cannot be undone. */
  undo?: string;
}

/** SavedView is a view with a name. */
export interface SavedView {
  name: string;
  q: string;
  account: string;
  mailbox: string;
  /** How it is ordered; empty is newest first. */
  sort?: string;
  /** Lines of a row; 0 is what each browser prefers. */
  density?: number;
  /** The page tells of arrivals in it. */
  notify?: boolean;
  /** How much it shows, where that was asked. */
  total?: number;
  unread?: number;
  partial?: boolean;
}

/** FacetList is how often each value of a field is met, in the messages since a time. */
export interface FacetList {
  values: Facet[];
  since?: string;
  partial?: boolean;
}

/** Session is one connection by SMTP or LMTP. */
export interface Session {
  id: string;
  door: string;
  start: string;
  open: boolean;
  /** Milliseconds, so far. */
  took: number;
  client: Client;
  messages: string[];
  accepted: number;
  refused: number;
  /** The last refusal or acceptance. */
  result: string;
}

/** Said is one thing said in a session, at milliseconds since its start. */
export interface Said {
  at: number;
  from: 'client' | 'server' | 'note';
  text: string;
}

/** Transcript is a session with all that was said. */
export interface Transcript extends Session {
  lines: Said[];
  /** Lines left out, after the first head ones. */
  dropped: number;
  head: number;
  /** Of messages that were refused; the last ones. */
  fragments: Fragment[];
}

/** Fragment is what arrived of a message that was refused. */
export interface Fragment {
  number: number;
  /** Milliseconds since the session began. */
  at: number;
  /** Octets that arrived, and how many of them can be had. */
  size: number;
  kept: number;
  /** Empty where there was none. */
  reply: string;
}

/** Sessions is a page of sessions, newest first. */
export interface Sessions {
  sessions: Session[];
  next: string;
}

/** Charts are the messages kept that came in a span of time. */
export interface Charts {
  start: string;
  /** Milliseconds of a bar. */
  step: number;
  arrivals: number[];
  /** below is missing for the last. */
  sizes: { below?: number; total: number }[];
  messages: number;
  today: number;
  oldest?: string;
  rcpt: Facet[];
  from: Facet[];
  mbox: Facet[];
  rule: Facet[];
  refusals: Facet[];
  /** How many of the last sessions had a refusal. */
  rejected: number;
  partial?: boolean;
}

export interface Stats {
  messages: number;
  unread: number;
  bytes: number;
  accounts: number;
  waits: number;
  started: string;
}

/** Wait is somebody who waits for messages. */
export interface Wait {
  q: string;
  account?: string;
  mailbox?: string;
  count: number;
  absent?: boolean;
  began: string;
  until: string;
}

/** WaitOver is a wait that has ended. */
export interface WaitOver extends Wait {
  /** Milliseconds. */
  took: number;
  outcome: 'found' | 'timeout' | 'quiet' | 'unwanted';
  found: string[];
  near?: { id: string; subject: string; rcpt: string[]; matched: string[]; missed: string[] }[];
}

export interface Waits {
  waits: Wait[];
  over: WaitOver[];
}

/** Finding is one thing to know about a message. */
export interface Finding {
  level: 'error' | 'warning' | 'note';
  /** Which finding it is; the page has its sentence. */
  code: string;
  args?: Record<string, string>;
  /** The sentence in English, for a code that the page does not know. */
  text: string;
  where?: string;
  points?: number;
}

/** Feature is something that HTML uses and that not every program shows. */
export interface Feature {
  slug: string;
  title: string;
  url: string;
  times: number;
  score: number;
  without: string[];
  partly: string[];
  tested: string;
  /** Lines of the HTML on which it is used, from 1. */
  lines: number[];
}

/** Program is one that shows mail, on one platform, and how much of a message it shows. */
export interface Program {
  name: string;
  family: string;
  platform: string;
  score: number;
}

/** Authentication is what a message says of who answers for it; nothing was looked up. */
export interface Authentication {
  from: string;
  reversePath: string;
  aligned: boolean;
  signatures: Signature[];
  results: AuthResult[];
}

/** Signature is what a DKIM-Signature says. */
export interface Signature {
  domain: string;
  selector: string;
  identity: string;
  algorithm: string;
  aligned: boolean;
  fields: string[];
  unsigned: string[];
  body: 'same' | 'changed' | 'unknown';
  partial: boolean;
  signed: string;
  expires: string;
  expired: boolean;
}

/** AuthResult is what somebody claims to have found. */
export interface AuthResult {
  field: string;
  server: string;
  method: string;
  result: string;
  reason: string;
  properties: Record<string, string>;
}

/** Checks are what recipients may stumble over. */
export interface Checks {
  links: { url: string; text: string; findings: Finding[] }[];
  images: { source: string; alt: string; hasAlt: boolean; kind: 'remote' | 'inline' | 'data' | 'missing'; findings: Finding[] }[];
  compatibility: { score: number; used: number; features: Feature[]; clients: number; programs: Program[]; updated: string; source: string; licence: string };
  accessibility: Finding[];
  size: { message: number; html: number; text: number; findings: Finding[] };
  text: { shared: number; missing: string[]; findings: Finding[] };
  unsubscribe: Finding[];
  list: List;
  spam: { points: number; limit: number; findings: Finding[] };
  problems: number;
}

/** Visit is what became of a link when its server was asked. */
export interface Visit {
  url: string;
  status?: number;
  redirects: string[];
  error?: string;
}

/** Boot is what the server puts into index.html. */
export interface Boot {
  rows?: RowsAnswer;
  info?: Info;
  views?: SavedView[];
}

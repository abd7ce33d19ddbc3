// The JSON that the server and the page exchange. Missing optional fields mean empty.

/** Flag is one thing worth a mark in the list. */
export type Flag = 'unread' | 'pinned' | 'html' | 'warn' | 'rewritten';

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
  partial?: boolean;
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
  /** Where the HTML may be shown, caged; empty when there is none. */
  preview?: string;
  parts?: Part[];
  attachments?: Attachment[];
  links?: { url: string; text: string }[];
  codes?: string[];
  headers?: { name: string; body: string }[];
  defects?: string[];
  /** How many remote resources the HTML would load. */
  remote?: number;
}

export interface Info {
  version: string;
  smtp: string;
  imap: string;
  http: string;
  store: string;
  table: string;
  environment?: { name: string; color?: string };
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
export type Op = 'delete' | 'read' | 'unread' | 'pin' | 'unpin';

/** Target says what a bulk action acts on: named messages, or all that a query found. */
export type Target = { ids: string[] } | { q: string; asof: number };

/** Boot is what the server puts into index.html. */
export interface Boot {
  rows?: RowsAnswer;
  info?: Info;
}

/** What the sink tells, in the words of the mail standards. */

/** An address with the name that a header gives it. */
export interface Contact {
  name?: string;
  address: string;
}

/** One RCPT TO. */
export interface Recipient {
  /** As it was given. */
  original: string;
  /** As the tables rewrote it. */
  final: string;
  /** Production would have sent it elsewhere. */
  external?: boolean;
  /** The rules that rewrote it, in order. */
  trace?: { table: string; line: number; from: string; to: string[] }[];
}

/** What the SMTP transaction said about a message. */
export interface Envelope {
  reversePath: string;
  recipients: Recipient[];
  client: { address?: string; hello?: string; protocol?: string; tls?: string; identity?: string; session?: string };
}

/** What a message says of itself, as far as a list shows it. */
export interface Summary {
  from?: Contact[];
  to?: Contact[];
  cc?: Contact[];
  replyTo?: Contact[];
  subject: string;
  messageID?: string;
  date?: string;
  snippet?: string;
  attachments?: number;
  html?: boolean;
  defects?: number;
}

/** A message in a list. */
export interface MessageSummary {
  id: string;
  uid: number;
  account: string;
  mailbox: string;
  /** When it arrived: RFC 3339 in UTC. */
  internalDate: string;
  /** Of the content, in octets. */
  size: number;
  flags: string[];
  envelope: Envelope;
  summary: Summary;
}

/** A file that was sent along; attachment() fetches it. */
export interface Attachment {
  part: string;
  filename: string;
  type: string;
  size: number;
}

export interface Link {
  url: string;
  text?: string;
}

/** Everything known about a message. */
export interface Message extends MessageSummary {
  text: string;
  /** As it came. Never put it into a page of yours. */
  html: string;
  attachments: Attachment[];
  links: Link[];
  /** One-time codes, likeliest first. */
  codes: string[];
  headers: { name: string; body: string }[];
  /** What is wrong with the message, a sentence each. */
  defects: string[];
}

/** Which messages are meant; what is left out does not restrict. */
export interface Match {
  /** A recipient as it was given in RCPT TO, whole. */
  to?: string;
  /** An address of the From field, whole. */
  from?: string;
  /** Words of the subject. */
  subject?: string;
  /** The account that keeps it. */
  account?: string;
  /** The search language of the page: "has:code -from:shop". */
  q?: string;
}

export interface WaitOptions extends Match {
  /** Only what came after this cursor counts; without it everything does. */
  since?: string;
  /** At most so long, in milliseconds; 30,000 unless given. */
  timeout?: number;
  /** Ends the wait early. */
  signal?: AbortSignal;
}

/** A message to send; the tables decide where it goes. */
export interface Outgoing {
  from: string;
  to: string | string[];
  cc?: string[];
  bcc?: string[];
  subject?: string;
  text?: string;
  html?: string;
  headers?: Record<string, string>;
  attachments?: { filename: string; type?: string; content: Uint8Array }[];
}

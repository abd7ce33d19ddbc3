import type { Address, Message, Recipient } from '../../wire';

/** Differences between the envelope and the headers of a message. */
export interface Differences {
  /** MAIL FROM and From, when they are not the same. The null reverse-path is no difference: bounces have it. */
  differ?: { path: string; from: string };
  /** Recipients that no header names, as with Bcc. */
  hidden: string[];
  /** Addresses in To and Cc that the envelope lacks. */
  absent: string[];
}

/** compare sets the envelope of a message against its headers; case makes no difference. */
export function compare(message: Message): Differences {
  const { summary, envelope } = message;
  const named = lower([...(summary.to ?? []), ...(summary.cc ?? [])]);
  const given = envelope.recipients.map((recipient) => recipient.original.toLowerCase());
  const from = lower(summary.from ?? []);
  const path = envelope.reversePath.toLowerCase();
  return {
    differ: !path || from.includes(path) ? undefined : { path: `<${envelope.reversePath}>`, from: from.join(', ') || '–' },
    hidden: given.filter((address) => !named.includes(address)),
    absent: named.filter((address) => !given.includes(address)),
  };
}

/** byOriginal groups recipients that rewriting made of one address as it was given. */
export function byOriginal(recipients: Recipient[]): { original: string; finals: Recipient[] }[] {
  const groups = new Map<string, Recipient[]>();
  for (const recipient of recipients) groups.set(recipient.original, [...(groups.get(recipient.original) ?? []), recipient]);
  return [...groups].map(([original, finals]) => ({ original, finals }));
}

function lower(addresses: Address[]): string[] {
  return addresses.map(({ address }) => address.toLowerCase());
}

/** Claims are what a message says of who answers for it. */
export interface Claims {
  /** DKIM signatures; aligned ones are of the domain in From, or of one above or below it. */
  signatures: { domain: string; selector: string; aligned: boolean }[];
  /** The domain of MAIL FROM, that SPF would look at. */
  lists: { domain: string; aligned: boolean };
  /** Authentication-Results that came with the message. */
  results: string[];
}

/** claims reads what a message says of who answers for it (RFC 6376, RFC 7489, RFC 8601). */
export function claims({ summary, envelope, headers = [] }: Message): Claims {
  const from = domainOf(summary.from?.[0]?.address ?? '');
  const named = (name: string) => headers.filter((field) => field.name.toLowerCase() === name).map(({ body }) => body);
  const path = domainOf(envelope.reversePath);
  return {
    signatures: named('dkim-signature').map((body) => {
      const tags = new Map(body.split(';').map((tag) => [tag.split('=')[0]!.trim(), tag.slice(tag.indexOf('=') + 1).replace(/\s+/g, '')]));
      const domain = (tags.get('d') ?? '').toLowerCase();
      return { domain, selector: tags.get('s') ?? '', aligned: related(domain, from) };
    }),
    lists: { domain: path, aligned: related(path, from) },
    results: named('authentication-results'),
  };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** related tells whether one domain is the other, or above or below it. */
function related(a: string, b: string): boolean {
  return a !== '' && b !== '' && (a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`));
}

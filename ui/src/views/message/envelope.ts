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

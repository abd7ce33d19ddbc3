import type { Address, Message } from '../../wire';

/** Differences between the envelope and the headers of a message. */
export interface Differences {
  /** MAIL FROM and From, when they are not the same. */
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
    differ: from.includes(path) ? undefined : { path: `<${envelope.reversePath}>`, from: from.join(', ') || '–' },
    hidden: given.filter((address) => !named.includes(address)),
    absent: named.filter((address) => !given.includes(address)),
  };
}

function lower(addresses: Address[]): string[] {
  return addresses.map(({ address }) => address.toLowerCase());
}

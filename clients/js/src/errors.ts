import type { Message, MessageSummary } from './types.js';

/** The sink says no, or cannot be reached. */
export class MailsinkError extends Error {
  override name = 'MailsinkError';

  /** `status` is that of HTTP; 0 where no sink answered. */
  constructor(
    message: string,
    readonly status: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** No such message came in time, or one came that should not have. */
export class WaitError extends Error {
  override name = 'WaitError';

  /**
   * `cursor` is where the wait ended: go on with it as `since`. `messages` came and match, though too few or not hoped for; `others` came
   * meanwhile and do not match, the newest ten of them.
   */
  constructor(
    message: string,
    readonly cursor: string,
    readonly messages: Message[] = [],
    readonly others: MessageSummary[] = [],
  ) {
    super(message);
  }
}

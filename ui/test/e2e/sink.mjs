import * as program from '../program.mjs';

/** run gives use a mailsink: the one that MAILSINK_URL and MAILSINK_SMTP name, else one started for it. */
export async function run(use) {
  const { MAILSINK_URL: url, MAILSINK_SMTP: smtp } = process.env;
  return url && smtp ? use({ url: url.replace(/\/$/, ''), smtp }) : started(use);
}

/** started gives use a mailsink of its own, with flags. */
export function started(use, ...flags) {
  return program.started(use, () => flags);
}

/** How long anything may take before it counts as not happening. Only what is broken waits so long; a slow machine never does. */
export const PATIENCE = 30_000;

/** Checks runs promises one after another and counts which hold. */
export class Checks {
  passed = 0;
  failed = 0;

  /** evidence keeps what the browser shows and has said, and returns where; it is asked after a promise was broken. */
  constructor(evidence = async () => '') {
    this.evidence = evidence;
  }

  /** check runs one promise; what it throws is printed, with where the evidence is. */
  async check(promise, run) {
    try {
      await run();
      this.passed++;
      console.log(`ok    ${promise}`);
    } catch (cause) {
      this.failed++;
      console.log(`FAIL  ${promise}\n      ${String(cause.stack ?? cause).split('\n').slice(0, 12).join('\n      ')}`);
      const kept = await this.evidence(promise).catch((wrong) => `nothing, for ${wrong.message}`);
      if (kept) console.log(`      what was seen: ${kept}`);
    }
  }
}

/** want throws when something is not as it should be. */
export function want(holds, text) {
  if (!holds) throw new Error(text);
}

/** same throws when two values differ. */
export function same(got, wanted, what = 'value') {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}: got ${a}, want ${b}`);
}

/**
 * until waits for something to become true, and fails when it does not. A test
 * that throws is asked again: what it looked at may just have been drawn anew.
 * Nobody waits less than PATIENCE.
 */
export async function until(test, what, atLeast = 0) {
  const limit = Math.max(PATIENCE, atLeast);
  const end = performance.now() + limit;
  for (;;) {
    let wrong;
    try {
      if (await test()) return;
    } catch (cause) {
      wrong = cause;
    }
    if (performance.now() > end) throw new Error(`not within ${limit} ms: ${what}${wrong ? `, for ${wrong.message}` : ''}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** equal waits until what get returns is as wanted, and fails with what it was instead. */
export async function equal(get, wanted, what = 'value') {
  let got;
  await until(async () => JSON.stringify((got = await get())) === JSON.stringify(wanted), what).catch((cause) => {
    throw new Error(`${cause.message}: got ${JSON.stringify(got)}, want ${JSON.stringify(wanted)}`);
  });
}

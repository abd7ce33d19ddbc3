/** Checks runs promises one after another and counts which hold. */
export class Checks {
  passed = 0;
  failed = 0;

  /** check runs one promise; what it throws is printed. */
  async check(promise, run) {
    try {
      await run();
      this.passed++;
      console.log(`ok    ${promise}`);
    } catch (cause) {
      this.failed++;
      console.log(`FAIL  ${promise}\n      ${String(cause.stack ?? cause).split('\n').slice(0, 12).join('\n      ')}`);
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

/** until waits for something to become true, and fails when it does not. */
export async function until(test, what, limit = 5000) {
  const end = performance.now() + limit;
  for (;;) {
    if (await test()) return;
    if (performance.now() > end) throw new Error(`not within ${limit} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

import { browse } from '../browser.mjs';
import { PATIENCE, Checks } from './checks.mjs';
import { Evidence } from './evidence.mjs';
import { accessibility } from './accessibility.mjs';
import { compare } from './compare.mjs';
import { choices } from './choices.mjs';
import { empty } from './empty.mjs';
import { gate } from './gate.mjs';
import { hostility } from './hostility.mjs';
import { keyboard } from './keyboard.mjs';
import { keys } from './keys.mjs';
import { list } from './list.mjs';
import { live } from './live.mjs';
import { login } from './login.mjs';
import { message } from './message.mjs';
import { pane } from './pane.mjs';
import { reading } from './reading.mjs';
import { rules } from './rules.mjs';
import { search } from './search.mjs';
import { run } from './sink.mjs';
import { sight } from './sight.mjs';
import { tools } from './tools.mjs';
import { webroot } from './webroot.mjs';
import { words } from './words.mjs';
import { Smtp } from './smtp.mjs';

// Drives the page of a running mailsink in a real browser:
//
//	node ui/test/e2e/run.mjs [part of a suite's name] [part of a promise]
//
// MAILSINK_URL and MAILSINK_SMTP name the mailsink; without them one is
// started: what MAILSINK names, else one that is built. After a broken promise
// a picture and the console of every open page are kept in the folder that
// MAILSINK_EVIDENCE names. The last line is "N passed, N failed".

const SUITES = { empty, live, message, pane, reading, hostility, list, search, keyboard, keys, compare, tools, choices, rules, login, webroot, gate, sight, accessibility, words };

const evidence = new Evidence();
const checks = new Checks((promise) => evidence.keep(promise));
await run(async (sink) => {
  const smtp = await Smtp.open(sink.smtp);
  const options = { viewport: { width: 1440, height: 900 }, colorScheme: null, permissions: ['clipboard-read', 'clipboard-write'] };
  await browse(options, async (context) => {
    context.setDefaultTimeout(PATIENCE);
    evidence.watch(context);
    for (const [name, suite] of Object.entries(SUITES)) {
      if (process.argv[2] && !name.includes(process.argv[2])) continue;
      await one(name, suite, { checks, context, smtp, sink });
    }
  });
  smtp.close();
});
console.log(`${checks.passed} passed, ${checks.failed} failed`);
process.exitCode = checks.failed ? 1 : 0;

/** one runs a suite. What it does between its promises is one of them: the others are to run all the same. */
async function one(name, suite, given) {
  const began = performance.now();
  const before = new Set(given.context.pages());
  const check = async (promise, run) => (promise.includes(process.argv[3] ?? '') ? checks.check(`${name}: ${promise}`, run) : undefined);
  await suite({ ...given, check, watch: (context) => evidence.watch(context) }).catch((cause) => check('runs to its end', () => Promise.reject(cause)));
  for (const page of given.context.pages()) if (!before.has(page)) await page.close();
  console.log(`      ${name} took ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

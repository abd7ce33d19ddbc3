import { browse } from '../browser.mjs';
import { Checks } from './checks.mjs';
import { accessibility } from './accessibility.mjs';
import { choices } from './choices.mjs';
import { empty } from './empty.mjs';
import { hostility } from './hostility.mjs';
import { keyboard } from './keyboard.mjs';
import { list } from './list.mjs';
import { live } from './live.mjs';
import { login } from './login.mjs';
import { message } from './message.mjs';
import { pane } from './pane.mjs';
import { reading } from './reading.mjs';
import { rules } from './rules.mjs';
import { run } from './sink.mjs';
import { tools } from './tools.mjs';
import { webroot } from './webroot.mjs';
import { Smtp } from './smtp.mjs';

// Drives the page of a running mailsink in a real browser:
//
//	node ui/test/e2e/run.mjs [part of a suite's name]
//
// MAILSINK_URL and MAILSINK_SMTP name the mailsink; without them one is built
// and started. The last line is "N passed, N failed".

const SUITES = { empty, live, message, pane, reading, hostility, list, keyboard, tools, choices, rules, login, webroot, accessibility };

const checks = new Checks();
await run(async (sink) => {
  const smtp = await Smtp.open(sink.smtp);
  const options = { viewport: { width: 1440, height: 900 }, colorScheme: null, permissions: ['clipboard-read', 'clipboard-write'] };
  await browse(options, async (context) => {
    context.setDefaultTimeout(5000);
    for (const [name, suite] of Object.entries(SUITES)) {
      if (process.argv[2] && !name.includes(process.argv[2])) continue;
      await suite({ checks, context, smtp, sink, check: (promise, run) => checks.check(`${name}: ${promise}`, run) });
    }
  });
  smtp.close();
});
console.log(`${checks.passed} passed, ${checks.failed} failed`);
process.exitCode = checks.failed ? 1 : 0;

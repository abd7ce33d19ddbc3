import { browse } from '../browser.mjs';
import { until } from './checks.mjs';
import { plain, unique } from './mails.mjs';
import { open } from './page.mjs';
import { run } from './sink.mjs';
import { Smtp } from './smtp.mjs';

// Measures the page against its budgets and prints each figure with its limit:
//
//	node ui/test/e2e/perf.mjs [messages in the list]
//
// Processor time is the main thread's alone, so that a busy machine changes it
// little; times on the clock are only right on an idle one.

const COUNT = Number(process.argv[2] ?? 20_000);
const RATE = 500;
const lines = [];

function note(name, figure, limit, unit) {
  lines.push([figure <= limit ? 'ok' : 'OVER', name, `${figure.toFixed(1)} ${unit}`, `<= ${limit} ${unit}`]);
}

function share(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

/** flood sends n messages, rate a second in all (0: as fast as they are taken). */
async function flood(sink, n, rate, data) {
  const doors = await Promise.all(Array.from({ length: 10 }, () => Smtp.open(sink.smtp)));
  const began = performance.now();
  const accepted = new Map();
  let next = 0;
  await Promise.all(
    doors.map(async (door) => {
      for (let mine = next++; mine < n; mine = next++) {
        const wait = rate ? began + (mine * 1000) / rate - performance.now() : 0;
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        accepted.set(mine, await door.send({ data: data(mine) }));
      }
      door.close();
    }),
  );
  return accepted;
}

/** thread measures the main thread's time while something runs, in milliseconds. */
async function thread(context, page, run) {
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const spent = async () => (await cdp.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  const before = await spent();
  await run();
  const after = await spent();
  await cdp.detach();
  return after - before;
}

/** stamp has the page note when each subject is first in the document. */
function stamp(page, word) {
  return page.evaluate((word) => {
    window.seen = {};
    const look = (records) => {
      const now = performance.timeOrigin + performance.now();
      // Rows come as new elements, or as new words in the elements that there are.
      for (const record of records)
        for (const node of [record.target, ...record.addedNodes]) {
          const row = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
          const text = (row?.matches?.('.subject') ? row : row?.querySelector?.('.subject'))?.textContent;
          if (text?.startsWith(word)) window.seen[text] ??= now;
        }
    };
    window.watch?.disconnect();
    window.watch = new MutationObserver(look);
    window.watch.observe(document.querySelector('.list'), { childList: true, characterData: true, subtree: true });
  }, word);
}

async function load(context, sink) {
  const paints = [];
  let bytes = 0;
  for (let turn = 0; turn < 5; turn++) {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
    bytes = 0;
    cdp.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    await page.goto(sink.url);
    await page.waitForLoadState('networkidle');
    paints.push(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime));
    await page.close();
  }
  note('first load on the wire', bytes / 1000, 110, 'kB');
  note('first contentful paint, median of 5', share(paints, 0.5), 400, 'ms');
}

async function quiet(page, smtp) {
  const word = unique();
  await stamp(page, word);
  const accepted = [];
  for (let turn = 0; turn < 40; turn++) {
    accepted.push(await smtp.send({ data: plain(`${word} ${turn}`) }));
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
  const seen = await page.evaluate(() => window.seen);
  const spans = accepted.map((time, turn) => seen[`${word} ${turn}`] - time);
  note('250 to row, quiet, p50', share(spans, 0.5), 6, 'ms');
  note('250 to row, quiet, p95', share(spans, 0.95), 15, 'ms');
}

/** steady measures the wait for a row while mail arrives as on a busy staging system. */
async function steady(sink, page) {
  const word = unique();
  await stamp(page, word);
  const accepted = await flood(sink, 1000, 100, (n) => plain(`${word} ${n}`));
  await until(() => page.evaluate((last) => window.seen[last] !== undefined, `${word} 999`), 'the last row');
  const seen = await page.evaluate(() => window.seen);
  const spans = [...accepted].map(([n, time]) => seen[`${word} ${n}`] - time).filter(Number.isFinite);
  note('250 to row at 100/s, p50', share(spans, 0.5), 25, 'ms');
  note(`250 to row at 100/s, p99 of ${spans.length} rows`, share(spans, 0.99), 50, 'ms');
}

async function busy(context, sink, page) {
  const word = unique();
  await stamp(page, word);
  let accepted;
  const top = await thread(context, page, async () => (accepted = await flood(sink, 2500, RATE, (n) => plain(`${word} ${n}`))));
  const seen = await page.evaluate(() => window.seen);
  const spans = [...accepted].map(([n, time]) => seen[`${word} ${n}`] - time).filter(Number.isFinite);
  note(`main thread per 1,000 messages at ${RATE}/s, at the top`, top / 2.5, 200, 'ms');
  if (spans.length) note(`250 to row at ${RATE}/s, p95 of the rows seen`, share(spans, 0.95), 300, 'ms');
  await page.locator('.list').evaluate((list) => (list.scrollTop = 72 * 5000));
  await page.waitForTimeout(500);
  const held = await thread(context, page, () => flood(sink, 1500, RATE, (n) => plain(`Held ${n}`)));
  note(`main thread per 1,000 messages at ${RATE}/s, held`, held / 1.5, 120, 'ms');
  await page.locator('.pill').click();
}

/** scroll moves the list by step pixels a frame and returns how long frames took. */
function scroll(page, step) {
  return page.evaluate(
    (step) =>
      new Promise((done) => {
        const list = document.querySelector('.list');
        list.scrollTop = 0;
        const spans = [];
        let last = 0;
        const frame = (now) => {
          if (last) spans.push(now - last);
          last = now;
          list.scrollTop += step;
          if (spans.length < 240) requestAnimationFrame(frame);
          else done(spans);
        };
        requestAnimationFrame(frame);
      }),
    step,
  );
}

async function moving(context, page) {
  await page.evaluate(() => window.watch.disconnect());
  note('frame while scrolling 170 px a frame, p95', share(await scroll(page, 170), 0.95), 20, 'ms');
  note('frame while flung 17,000 px a frame, p95', share(await scroll(page, 17_000), 0.95), 35, 'ms');
  await page.locator('.list').evaluate((list) => (list.scrollTop = 0));
  await page.waitForTimeout(300);
  await page.locator('.list').focus();
  const keys = await thread(context, page, async () => {
    for (let turn = 0; turn < 60; turn++) await page.keyboard.press('j');
  });
  note('main thread per j', keys / 60, 8, 'ms');
}

async function opening(page) {
  const spans = [];
  for (let turn = 2; turn < 12; turn++) {
    await page.keyboard.press('Home');
    const span = await page.evaluate(async (nth) => {
      const row = [...document.querySelectorAll('.window .row')][nth];
      const subject = row.querySelector('.subject').textContent;
      const began = performance.now();
      row.click();
      while (document.querySelector('.msghead h2')?.textContent !== subject) await new Promise((resolve) => setTimeout(resolve));
      return performance.now() - began;
    }, turn);
    spans.push(span);
  }
  note('open a message, p95', share(spans, 0.95), 120, 'ms');
}

async function heap(context, page) {
  const cdp = await context.newCDPSession(page);
  for (let turn = 0; turn < 2; turn++) await cdp.send('HeapProfiler.collectGarbage');
  note(`heap after ${COUNT.toLocaleString('en')} messages`, (await cdp.send('Runtime.getHeapUsage')).usedSize / 1_048_576, 40, 'MB');
}

await run(async (sink) => {
  await flood(sink, COUNT, 0, (n) => plain(`Seed ${n}`));
  const smtp = await Smtp.open(sink.smtp);
  await browse({ viewport: { width: 1440, height: 900 } }, async (context) => {
    await load(context, sink);
    const page = await open(context, sink.url);
    await until(() => page.locator('.chip.live').count(), 'live');
    await page.waitForTimeout(500);
    await quiet(page, smtp);
    await steady(sink, page);
    await busy(context, sink, page);
    await moving(context, page);
    await opening(page);
    await heap(context, page);
  });
  smtp.close();
});
const widths = [4, 64, 12];
for (const line of lines) console.log(line.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' '));

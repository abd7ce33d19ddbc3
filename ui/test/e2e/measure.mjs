import { Smtp } from './smtp.mjs';

/** flood sends n messages, rate a second in all (0: as fast as they are taken). */
export async function flood(sink, n, rate, data) {
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
export async function thread(context, page, run) {
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
export function stamp(page, word) {
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

/** scroll moves the list by step pixels a frame, for so many frames; it returns how long frames took, and how long the longest row was without its words. */
export function scroll(page, step, frames = 240) {
  return page.evaluate(
    ([step, frames]) =>
      new Promise((done) => {
        const list = document.querySelector('.list');
        list.scrollTop = 0;
        const spans = [];
        const bare = new Map();
        let [last, blank] = [0, 0];
        const frame = (now) => {
          if (last) spans.push(now - last);
          last = now;
          const empty = new Set([...list.querySelectorAll('.skeleton')].map((row) => row.getAttribute('aria-posinset')));
          for (const place of bare.keys()) if (!empty.has(place)) bare.delete(place);
          for (const place of empty) {
            if (!bare.has(place)) bare.set(place, now);
            blank = Math.max(blank, now - bare.get(place));
          }
          if (spans.length < frames) {
            list.scrollTop += step;
            requestAnimationFrame(frame);
          } else if (empty.size && performance.now() - last < 5000) requestAnimationFrame(frame);
          else done({ spans, blank });
        };
        requestAnimationFrame(frame);
      }),
    [step, frames],
  );
}

/** share returns the value that a part of all values do not exceed. */
export function share(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

import { letter } from '../letter.mjs';
import { until } from './checks.mjs';
import { attached, hostile, html, plain, unique } from './mails.mjs';

/**
 * screens puts mail into the sink and returns how to come to each screen, layer
 * and state of the page, by its name: a function of a page and of how the
 * address asks for words, as lang=qps. Nothing is found by its words, which may
 * be of any language.
 */
export async function screens({ smtp, sink }) {
  const word = unique();
  await smtp.send({ data: html(`Read ${word}`, '<html lang="en"><title>t</title><p>Hello</p>') });
  await smtp.send({ data: hostile(`Remote ${word}`, 'http://127.0.0.1:9') });
  await smtp.send({ data: `Subject: Bad ${word}\nContent-Type: multipart/mixed; boundary="b"\nContent-Transfer-Encoding: nonsense\n` });
  await smtp.send({ data: attached(`Files ${word}`) });
  await smtp.send({ data: letter(`and ${word}`) });
  for (let n = 0; n < 101; n++) await smtp.send({ data: plain(`Many m${word} ${n}`) });
  const { rows } = await (await fetch(`${sink.url}/v1/rows?q=${word}`)).json();
  const [session] = (await (await fetch(`${sink.url}/v1/sessions`)).json()).sessions;
  await fetch(`${sink.url}/v1/wait?timeout=0&q=${encodeURIComponent(`subject:Read subject:${word} tag:never`)}`);
  const id = (kind) => rows.find(({ subj }) => subj.startsWith(kind)).id;

  /** to shows an address below the sink, and waits for what tells that it is there. */
  const to = (path, ready) => async (page, asked) => {
    const url = new URL(sink.url + path);
    for (const [name, value] of new URLSearchParams(asked)) url.searchParams.set(name, value);
    await page.goto('about:blank');
    await page.goto(url.href);
    await page.locator(ready).first().waitFor();
    if (!path.startsWith('/m/') || ready === '.msghead') await quiet(page);
  };
  /** then does something more on a screen, and waits for what it leads to. */
  const then = (first, act, ready) => async (page, asked) => {
    await first(page, asked);
    await act(page);
    // A pointer that rests on a row brings out what can be done with it.
    await page.mouse.move(1, 1);
    await page.locator(ready).first().waitFor();
  };
  const key = (...keys) => async (page) => {
    await page.locator('.list').focus();
    for (const one of keys) await page.keyboard.press(one);
  };
  const fill = (selector, text) => (page) => page.locator(selector).fill(text);
  const click = (selector) => (page) => page.locator(selector).first().click();

  const list = to(`/q?q=${word}`, '.window .row .subject');
  const message = (kind, hash = '') => to(`/m/${id(kind)}?q=${word}${hash}`, '.msghead');
  const both = `/compare/${id('Read')}/${id('Files')}`;
  return {
    list,
    selection: then(list, click('[data-pick]'), '.picked'),
    none: to('/q?q=nothing-has-this', '.listpane .state'),
    wrong: to('/q?q=is%3Anonsense', '[role=alert]'),
    offers: then(list, async (page) => (await page.locator('#search').fill(''), await page.locator('#search').pressSequentially('rcpt:an')), '.offers li'),
    paused: then(list, key('.'), '.chip.paused'),
    message: message('Files'),
    html: message('Remote', '#html,w=393'),
    bad: message('Bad'),
    gone: to(`/m/0000000000000?q=${word}`, '.msg .state'),
    text: message('Your', '#text'),
    source: message('Your', '#source'),
    headers: message('Your', '#headers'),
    delivery: message('Your', '#delivery'),
    parts: message('Your', '#parts'),
    checks: then(message('Your', '#checks'), async () => {}, '.check-of'),
    keys: then(list, key('?'), 'dialog dt'),
    palette: then(list, key('Control+k'), 'dialog .results [role=option]'),
    write: then(list, key('n'), 'dialog input'),
    tags: then(message('Files'), key('t'), 'dialog input'),
    links: then(message('Your'), key('v'), 'dialog a, dialog code'),
    views: then(list, click('.search .btn'), 'dialog input'),
    mine: then(list, key('g', 'm'), 'dialog input'),
    confirm: then(to(`/q?q=m${word}`, '.window .row .subject'), key('Control+a', '#'), 'dialog .answers'),
    deleted: then(to(`/q?q=m${word}`, '.window .row .subject'), key('j', '#'), '.toast'),
    sessions: to('/sessions', '.sessions tbody tr'),
    session: to(`/sessions/${session.id}`, '.said'),
    rules: to('/rules?a=anna@customers.example', '.found .final, .verdict'),
    stats: to('/stats', 'figure'),
    runs: to('/runs', '.waits li, .screenhead h1'),
    run: to('/run/7', '.screenhead h1'),
    settings: to('/settings', '.screenhead h1'),
    compare: to(both, '.both iframe'),
    differ: to(`${both}#headers`, '.differ'),
    failed: failing(to(`/m/${id('Read')}?q=${word}`, '.msg .state'), '**/v1/messages/*'),
    unlisted: failing(to('/q?q=anything', '.listpane .state'), '**/v1/rows*'),
    unknown: failing(to('/sessions', '[role=alert]'), '**/v1/sessions*'),
    offline: then(cutOff(list), async () => {}, '.chip.offline'),
  };
}

/** failing shows a screen whose server fails at some paths. */
function failing(show, path) {
  return async (page, asked) => {
    await page.route(path, (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"title":"Internal Server Error","status":500,"detail":"The disk says no."}' }));
    try {
      await show(page, asked);
    } finally {
      await page.unroute(path);
    }
  };
}

/** cutOff shows a screen, and then takes the server away from its feed. */
function cutOff(show) {
  return async (page, asked) => {
    await show(page, asked);
    await until(() => page.evaluate(() => window.feeds?.length > 0), 'a feed');
    await page.evaluate(() => ((window.refused = true), window.feeds.forEach((one) => one.close())));
  };
}

/** severable lets the live feed of a page be cut: what asks for one is refused once window.refused is set. */
export function severable() {
  window.feeds = [];
  const refuse = () => {
    const one = { readyState: 2, close() {} };
    setTimeout(() => (one.onclose?.(), one.onerror?.()));
    return one;
  };
  for (const kind of ['WebSocket', 'EventSource'])
    window[kind] = new Proxy(window[kind], {
      construct(target, given) {
        if (window.refused) return refuse();
        const one = new target(...given);
        window.feeds.push(one);
        return one;
      },
    });
}

/** quiet waits until the page has what it asked the server for. */
async function quiet(page) {
  await until(() => page.evaluate(() => !document.querySelector('[aria-busy=true]')), 'the page has what it asked for');
}

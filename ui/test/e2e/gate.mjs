import http from 'node:http';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { browse } from '../browser.mjs';
import { started } from '../program.mjs';
import { same, want } from './checks.mjs';
import { Looks } from './looks.mjs';
import { attached } from './mails.mjs';
import { english, scan } from './scan.mjs';
import { CONTENT } from './words.mjs';

const NAME = 'ann';
const SECRET = 'correct horse';

/** A sink that asks who comes, and that has nothing in it yet: how both look, and what is refused. */
export async function gate({ check, watch }) {
  const prepare = async (folder) => {
    await writeFile(join(folder, 'users'), `${NAME}:{PLAIN}${SECRET}\n`, { mode: 0o600 });
    return ['--users', join(folder, 'users')];
  };
  await started(async (sink) => {
    const basic = { Authorization: `Basic ${Buffer.from(`${NAME}:${SECRET}`).toString('base64')}` };
    await browse({ viewport: { width: 1440, height: 900 }, colorScheme: null }, (context) => (watch(context), guarded({ check, sink, context, basic })));
  }, prepare);
}

async function guarded({ check, sink, context, basic }) {
  const page = await context.newPage();
  const looks = await Looks.at(page);

  await check('no violation, and nothing cut or covered: login', async () => {
    await page.goto(`${sink.url}/rules?a=x@y.example`);
    await page.locator('#password').waitFor();
    same(await looks.wrong(), [], 'faults');
  });

  await check('no violation, and nothing cut or covered: a wrong password', async () => {
    for (const [secret, ready] of [['wrong', '[role=alert]'], [SECRET, '.screenhead h1']]) {
      await page.locator('#name').fill(NAME);
      await page.locator('#password').fill(secret);
      await page.keyboard.press('Enter');
      await page.locator(ready).waitFor();
      if (secret === 'wrong') same(await looks.wrong(), [], 'faults');
    }
  });

  await check('no violation, and nothing cut or covered: empty', async () => {
    await page.goto(sink.url);
    await page.locator('.empty pre').first().waitFor();
    same(await looks.wrong(), [], 'faults');
  });

  await check('in another language nothing is English, cut or covered: empty', async () => {
    await page.goto(`${sink.url}/?lang=qps`);
    await page.locator('.empty pre').first().waitFor();
    const found = await page.evaluate(english, `${CONTENT}, #stack [role=tab], [role=tablist]`);
    await page.setViewportSize({ width: 390, height: 844 });
    found.push(...(await page.evaluate(scan, false)));
    same(found, [], 'faults');
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await check('a permission for one message is none for another, nor for the rest of the sink', async () => {
    for (const subject of ['First', 'Second']) await fetch(`${sink.url}/v1/messages`, { method: 'POST', headers: { ...basic, 'Content-Type': 'message/rfc822' }, body: attached(subject).replace(/\n/g, '\r\n') });
    const { rows } = await (await fetch(`${sink.url}/v1/rows`, { headers: basic })).json();
    const [a, b] = await Promise.all(rows.map(async ({ id }) => (await (await fetch(`${sink.url}/v1/messages/${id}`, { headers: basic })).json()).preview));
    const part = (await (await fetch(sink.url + a)).text()).match(/(?:src|href)="([^"]*part[^"]*|[^"]*cid[^"]*|\d[^"]*)"/)?.[1];
    same((await fetch(sink.url + a)).status, 200, 'its own');
    const [, , token] = a.split('/');
    const [, , other] = b.split('/');
    want(token !== other, 'both have one permission');
    for (const forged of [token.slice(0, -4) + other.slice(-4), other.slice(0, 8) + token.slice(8), `${token}x`]) same((await fetch(`${sink.url}/preview/${forged}/body.html`)).status, 403, 'a forged permission');
    same([(await fetch(`${sink.url}/v1/rows`, { headers: { Authorization: `Bearer ${token}` } })).status, part === undefined], [401, false], 'the API, a part in the preview');
  });

  await check('a page of another origin and a name that is not ours are refused', async () => {
    const asked = (path, headers) =>
      new Promise((done, fail) => {
        const { hostname, port } = new URL(sink.url);
        const request = http.get({ hostname, port, path, headers }, (answer) => (answer.resume(), done(answer.statusCode)));
        request.on('upgrade', (answer, socket) => (socket.destroy(), done(101)));
        request.on('error', fail);
      });
    const upgrade = { ...basic, Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': Buffer.from('0123456789abcdef').toString('base64') };
    const own = new URL(sink.url).origin;
    same([await asked('/v1/feed', { ...upgrade, Origin: own }), await asked('/v1/feed', { ...upgrade, Origin: 'http://evil.example' }), await asked('/v1/feed', { ...upgrade, Origin: 'null' })], [101, 403, 403], 'the feed');
    same([await asked('/', { ...basic, Host: 'evil.example' }), await asked('/v1/rows', { ...basic, Host: `evil.example:${new URL(sink.url).port}` })], [421, 421], 'the name');
    for (const path of ['/v1/actions', '/v1/messages']) {
      const { status } = await fetch(sink.url + path, { method: 'POST', headers: { ...basic, Origin: 'http://evil.example', 'Content-Type': 'application/json' }, body: '{}' });
      same(status, 403, path);
    }
  });
}

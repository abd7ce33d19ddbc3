import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Smtp } from './e2e/smtp.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const FILES = {
  'main.cf': `myhostname = mail.shop.example
mydestination = shop.example
local_recipient_maps =
virtual_alias_domains = team.example
virtual_alias_maps = regexp:CONFIG/virtual.regexp, texthash:CONFIG/virtual
smtpd_reject_unlisted_recipient = yes
relay_domains = partner.example, customers.example
`,
  'virtual.regexp': `# staging: people of ours keep their mail, everyone else is caught
/^boss@team\\.example$/   ceo@team.example
/^qa\\+(.*)@team\\.example$/   qa@shop.example
/@customers\\.example$/   catchall@shop.example
`,
  virtual: `ceo@team.example   anna@shop.example, archive@elsewhere.example
info@team.example  qa@shop.example
`,
};

/** seeded gives use a mailsink with tables and with mail of every kind, some of it refused. */
export async function seeded(use, ...flags) {
  const folder = await mkdtemp(join(tmpdir(), 'mailsink-shots-'));
  const program = process.env.MAILSINK ?? join(folder, 'mailsink');
  if (!process.env.MAILSINK) {
    const built = spawnSync('go', ['build', '-o', program, './cmd/mailsink'], { cwd: ROOT, encoding: 'utf8' });
    if (built.status !== 0) throw new Error(`mailsink does not build: ${built.stderr ?? built.error}`);
  }
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text.replaceAll('CONFIG', folder));
  const doors = ['--smtp', '127.0.0.1:0', '--imap', '127.0.0.1:0', '--http', '127.0.0.1:0', '--ready-file', join(folder, 'ready')];
  const child = spawn(program, [...doors, '--postfix', join(folder, 'main.cf'), ...flags], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (data) => (log = (log + data).slice(-4000)));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    for (let text = ''; !text; text = await readFile(join(folder, 'ready'), 'utf8').catch(() => '')) {
      if (child.exitCode !== null) throw new Error(`mailsink ended: ${log}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (text) break;
    }
    const { http, smtp } = JSON.parse(await readFile(join(folder, 'ready'), 'utf8'));
    const sink = { url: `http://${http}`, smtp, folder };
    await fill(sink);
    return await use(sink);
  } finally {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}

const LETTER = `<!doctype html><html lang="en"><head><title>Your order has shipped</title><style>@media (prefers-color-scheme: dark){body,.card{background:#111827!important;color:#e5e7eb!important}}</style></head><body style="margin:0;background:#f1f5f9;font:16px/1.5 Arial,sans-serif;color:#1f2937"><table role="presentation" width="100%"><tr><td align="center" style="padding:32px 12px"><div class="card" style="max-width:560px;background:#fff;border-radius:10px;padding:32px;text-align:left"><h1 style="margin:0 0 12px;font-size:24px">Your order has shipped</h1><p>Hi Anna, order <b>{n}</b> left our warehouse this morning.</p><p><a href="https://shop.example/track/{n}" style="display:inline-block;background:#0b5d3b;color:#fff;padding:12px 22px;border-radius:6px;text-decoration:none">Track the parcel</a></p><img src="https://cdn.shop.example/banner-{n}.png" width="480" height="80"><p style="color:#64748b;font-size:13px">You get this mail because you bought something in our shop. <a href="http://shop.example/unsubscribe?u=7">Unsubscribe</a></p></div></td></tr></table></body></html>`.replaceAll('><', '>\n<');

function mail({ from, to, subject, text, html, more = '' }) {
  const head = `From: ${from}\nTo: ${to}\nSubject: ${subject}\nDate: Sun, 22 Nov 2026 09:12:00 +0000\nMessage-ID: <${Math.abs(hash(subject + to))}@shop.example>\n${more}MIME-Version: 1.0\n`;
  if (!html) return `${head}Content-Type: text/plain; charset=utf-8\n\n${text}\n`;
  return `${head}Content-Type: multipart/alternative; boundary="b1"\n\n--b1\nContent-Type: text/plain; charset=utf-8\n\n${text}\n--b1\nContent-Type: text/html; charset=utf-8\n\n${html}\n--b1--\n`;
}

function hash(text) {
  let sum = 0;
  for (const char of text) sum = (sum * 31 + char.charCodeAt(0)) | 0;
  return sum;
}

/** A picture of 320 by 180 pixels. */
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAUAAAAC0CAIAAABqhmJGAAADWUlEQVR42u3TMQ0AIBAEQXokoQXztLQIQMWFPJkEA8P9tnX2k9fnePJ4eX/yNgPz8grYwLy8AjYwL6+ADcwrYAPz8grYwLy8AjYwL6+AHTSvgA3MyytgA/PyCtjAvAI2MC+vgA3MyytgA/PyCtjAvAI2MC+vgA3MyytgA/PyCpiXV8AG5uUVsIF5eQVsYF4BG5iXV8AG5uUVsIF5eQXsoHkFbGBeXgEbmJdXwAbm5RUwL6+ADczLK2AD8/IK2MC8AjYwL6+ADczLGw7YR/Py1vUKmJdXwAbm5RWwgXl5BWxgXgEbmJdXwAbm5RWwgXl5BeygeQVsYF5eARuYl1fABuYVsIF5eQVsYF5eARuYl1fABuYVsIF5eQVsYF5eARuYl1fAvLwCNjAvr4ANzMsrYAPzCtjAvLwCNjAvr4ANzMsrYAfNK2AD8/IK2MC8vAI2MC+vgHl5BWxgXl4BG5iXV8AG5hWwgXl5BWxgXt50wD6al7euV8C8vAI2MC+vgA3MyytgA/MK2MC8vAI2MC+vgA3MyytgB80rYAPz8grYwLy8AjYwr4ANzMsrYAPz8grYwLy8AjYwr4ANzMsrYAPz8grYwLy8AublFbCBeXkFbGBeXgEbmFfABublFbCBeXkFbGBeXgE7aF4BG5iXV8AG5uUVsIF5eQXMyytgA/PyCtjAvLwCNjCvgA3MyytgA/PypgP20by8db0C5uUVsIF5eQVsYF5eARuYV8AG5uUVsIF5eQVsYF5eATtoXgEbmJdXwAbm5RWwgXkFbGBeXgEbmJdXwAbm5RWwgXkFbGBeXgEbmJdXwAbm5RUwL6+ADczLK2AD8/IK2MC8AjYwL6+ADczLK2AD8/IK2EHzCtjAvLwCNjAvr4ANzMsrYF5eARuYl1fABublFbCBeQVsYF5eARuYlzcdsI/m5a3rFTAvr4ANzMsrYAPz8grYwLwCNjAvr4ANzMsrYAPz8grYQfMK2MC8vAI2MC+vgA3MK2AD8/IK2MC8vAI2MC+vgA3MK2AD8/IK2MC8vAI2MC+vgHl5BWxgXl4BG5iXV8AG5hWwgXl5BWxgXl4BG5iXV8AOmlfABublFbCBeXkFbGBeXgHz8grYwLy8AjYwL6+ADcwrYAPz8grYwLy84XcBVlqIVF0ajM0AAAAASUVORK5CYII=';

/** newsletter is a message with a part of every kind, and a long way behind it. */
function newsletter() {
  const part = (head, body) => `--m\n${head}\n\n${body}\n`;
  const file = (type, name, body) => part(`Content-Type: ${type}; name="${name}"\nContent-Disposition: attachment; filename="${name}"\nContent-Transfer-Encoding: base64`, body);
  return `Received: from edge-3.shop.example (edge-3.shop.example [203.0.113.9]) by mx.shop.example with ESMTPS id 77; Sun, 22 Nov 2026 09:12:09 +0000
Received: from app01 (10.1.2.3) by edge-3.shop.example with ESMTP; Sun, 22 Nov 2026 09:12:02 +0000
Received: by app01 with HTTP; Sun, 22 Nov 2026 09:12:01 +0000
DKIM-Signature: v=1; a=rsa-sha256; d=shop.example; s=2026; c=relaxed/relaxed; h=from:to:subject:date; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=${'dzdVyOfAKCdLXdJOc9G2q8LoXSlEniSbav+yuU4z'.repeat(4)}
From: Shop News <news@shop.example>\nReply-To: Service <service@shop.example>\nTo: Anna Berg <anna.berg@customers.example>\nSubject: =?utf-8?q?Your_invitation_=E2=80=93_and_the_news_of_November?=
Date: Sun, 22 Nov 2026 09:12:00 +0000\nMessage-ID: <news-11@shop.example>\nList-Unsubscribe: <https://shop.example/leave?u=7&list=news>, <mailto:leave@shop.example?subject=leave>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click
MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="m"\n
${part('Content-Type: multipart/alternative; boundary="b1"', `--b1\nContent-Type: text/plain; charset=utf-8; format=flowed\n\nHello Anna, \nthese are the news of November.\n\nhttps://shop.example/news\n\n> On Friday you wrote:\n${'> a line of what was said before\n'.repeat(9)}\n--b1\nContent-Type: text/html; charset=utf-8\n\n${LETTER.replaceAll('{n}', '1003').replace('Your order has shipped', 'News of November')}\n--b1--`)}${part('Content-Type: text/calendar; charset=utf-8; method=REQUEST; name="invite.ics"\nContent-Disposition: attachment; filename="invite.ics"', 'BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Opening of the new warehouse\nDTSTART;TZID=Europe/Berlin:20261204T170000\nDTEND;TZID=Europe/Berlin:20261204T190000\nLOCATION:Harbour Street 12\\, Hamburg\nORGANIZER;CN=Shop:mailto:events@shop.example\nATTENDEE;CN=Anna Berg:mailto:anna.berg@customers.example\nDESCRIPTION:There will be coffee.\nEND:VEVENT\nEND:VCALENDAR')}${file('image/png', 'a very long name of a picture that somebody took on a Sunday afternoon.png', PICTURE.replace(/.{76}/g, '$&\n'))}${file('application/pdf', 'Invoice 2026-0117.pdf', 'JVBERi0xLjcKJeLjz9MKMSAwIG9iago8PC9UeXBlL0NhdGFsb2c\n'.repeat(60))}${part('Content-Type: message/rfc822', 'From: Anna Berg <anna.berg@customers.example>\nTo: service@shop.example\nSubject: Where is my parcel?\nDate: Fri, 20 Nov 2026 08:00:00 +0000\nContent-Type: text/html; charset=utf-8\n\n<p style="font:16px sans-serif;padding:16px">Where is my parcel? It was to come on <b>Thursday</b>.</p>')}--m--
`;
}

/** fill sends what the screens show. */
async function fill(sink) {
  const smtp = await Smtp.open(sink.smtp);
  const shop = 'Shop <no-reply@shop.example>';
  const send = (to, subject, rest = {}) => smtp.send({ from: rest.path ?? 'bounce@shop.example', to: [].concat(to), data: mail({ from: shop, to: [].concat(to)[0], subject, text: 'It works.', ...rest }) });
  for (let n = 0; n < 24; n++) await send(`buyer${n}@customers.example`, `Receipt ${2000 + n}`, { text: `Thank you for order ${2000 + n}.\nhttps://shop.example/orders/${2000 + n}` });
  await send('info@team.example', 'Stock report', { from: 'Warehouse <stock@shop.example>', text: 'All shelves are full.' });
  await send('qa+signup7@team.example', 'Confirm your email address', { from: 'Accounts <accounts@shop.example>', text: 'Use code 482913 within 15 minutes.\n\nhttps://shop.example/confirm?token=abc', html: '<p>Use code <b>482913</b> within 15 minutes.</p><p><a href="https://shop.example/confirm?token=abc">Confirm</a></p>' });
  await send('boss@team.example', 'Figures of the week', { from: 'Reports <reports@shop.example>', text: 'Everything went up.' });
  await send('anna@partner.example', 'Offer 77', { from: 'Sales <sales@shop.example>', text: 'As we said on the phone.' });
  await send(['qa+run@team.example'], 'Welcome', { from: 'CI <ci@shop.example>', more: 'X-Mailsink-Run: 9912\n' });
  await send(['qa+run2@team.example'], 'Welcom', { from: 'CI <ci@shop.example>', more: 'X-Mailsink-Run: 9912\n' });
  await send(['anna.berg@customers.example', 'audit@shop.example'], 'Your order 1001 has shipped', { text: 'Hi Anna, order 1001 left our warehouse.\n\nTrack it: https://shop.example/track/1001', html: LETTER.replaceAll('{n}', '1001') });
  await smtp.send({ from: 'bounce@shop.example', to: ['anna.berg@customers.example'], data: newsletter() });
  await send('anna.berg@customers.example', 'تم شحن طلبك رقم 1003', { from: 'متجر النور <shop@nour.example>', text: 'مرحبا آنا', html: '<html lang="ar" dir="rtl"><title>x</title><p style="font:16px sans-serif;padding:24px">مرحبا آنا، طردك <b>1003</b> في الطريق إليك.</p></html>' });
  await send('anna.berg@customers.example', 'Your order 1002 has shipped', { text: 'Hi Anna, order 1002 left our warehouse.\n\nTrack it: https://shop.example/track/1002', html: LETTER.replaceAll('{n}', '1002').replace('Track the parcel', 'Follow the parcel') });
  smtp.close();
  for (const lines of [['MAIL FROM:<app@shop.example>', 'RCPT TO:<nobody@team.example>'], ['MAIL FROM:<app@shop.example>', 'RCPT TO:<someone@gmail.example>'], ['NOOP'], ['AUTH PLAIN AGEAYg==']]) {
    const other = await Smtp.open(sink.smtp);
    for (const line of lines) await other.say(line).catch(() => undefined);
    other.close();
  }
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Smtp } from './e2e/smtp.mjs';
import { LETTER, letter } from './letter.mjs';
import { started } from './program.mjs';

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
export function seeded(use, ...flags) {
  const prepare = async (folder) => {
    for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text.replaceAll('CONFIG', folder));
    return ['--postfix', join(folder, 'main.cf'), ...flags];
  };
  return started(async (sink) => (await fill(sink), use(sink)), prepare);
}

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

/** Those who bought something. */
const BUYERS = 'lena.park omar.haddad mei.tanaka joao.silva nina.koch adam.novak priya.rao tom.byrne sara.lind ivan.petrov clara.rossi hugo.martin aisha.khan lars.holm eva.toth sean.doyle yuki.sato paul.weber ines.costa mark.evans zoe.klein ali.demir rosa.vega jan.kowalski'.split(' ');

/** fill sends what the screens show. */
async function fill(sink) {
  const smtp = await Smtp.open(sink.smtp);
  const shop = 'Shop <no-reply@shop.example>';
  const send = (to, subject, rest = {}) => smtp.send({ from: rest.path ?? 'bounce@shop.example', to: [].concat(to), data: mail({ from: shop, to: [].concat(to)[0], subject, text: 'It works.', ...rest }) });
  for (const [n, name] of BUYERS.entries()) await send(`${name}@customers.example`, `Receipt ${2000 + n}`, { text: `Thank you for order ${2000 + n}.\nhttps://shop.example/orders/${2000 + n}` });
  await send('info@team.example', 'Stock report', { from: 'Warehouse <stock@shop.example>', text: 'All shelves are full.' });
  await send('qa+signup7@team.example', 'Confirm your email address', { from: 'Accounts <accounts@shop.example>', text: 'Use code 482913 within 15 minutes.\n\nhttps://shop.example/confirm?token=abc', html: '<p>Use code <b>482913</b> within 15 minutes.</p><p><a href="https://shop.example/confirm?token=abc">Confirm</a></p>' });
  await send('boss@team.example', 'Figures of the week', { from: 'Reports <reports@shop.example>', text: 'Everything went up.' });
  await send('anna@partner.example', 'Offer 77', { from: 'Sales <sales@shop.example>', text: 'As we said on the phone.' });
  await send(['qa+run@team.example'], 'Welcome', { from: 'CI <ci@shop.example>', more: 'X-Mailsink-Run: 9912\n' });
  await send(['qa+run2@team.example'], 'Welcom', { from: 'CI <ci@shop.example>', more: 'X-Mailsink-Run: 9912\n' });
  await send(['anna.berg@customers.example', 'audit@shop.example'], 'Your order 1001 has shipped', { text: 'Hi Anna, order 1001 left our warehouse.\n\nTrack it: https://shop.example/track/1001', html: LETTER.replaceAll('{n}', '1001') });
  await smtp.send({ from: 'bounce@shop.example', to: ['anna.berg@customers.example'], data: letter('and the news of November') });
  await send('anna.berg@customers.example', 'تم شحن طلبك رقم 1003', { from: 'متجر النور <shop@nour.example>', text: 'مرحبا آنا', html: '<html lang="ar" dir="rtl"><title>x</title><p style="font:16px sans-serif;padding:24px">مرحبا آنا، طردك <b>1003</b> في الطريق إليك.</p></html>' });
  await send('anna.berg@customers.example', 'Your order 1002 has shipped', { text: 'Hi Anna, order 1002 left our warehouse.\n\nTrack it: https://shop.example/track/1002', html: LETTER.replaceAll('{n}', '1002').replace('Track the parcel', 'Follow the parcel') });
  smtp.close();
  for (const lines of [['MAIL FROM:<app@shop.example>', 'RCPT TO:<nobody@team.example>'], ['MAIL FROM:<app@shop.example>', 'RCPT TO:<someone@gmail.example>'], ['NOOP'], ['AUTH PLAIN AGEAYg==']]) {
    const other = await Smtp.open(sink.smtp);
    for (const line of lines) await other.say(line).catch(() => undefined);
    other.close();
  }
}

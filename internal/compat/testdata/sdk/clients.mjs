// Sends by every provider's own library and reads by the catchers', against a
// running sink: node clients.mjs http://127.0.0.1:8025 127.0.0.1:1025
// Prints one line of JSON for each client; an error ends the program.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import nodemailer from 'nodemailer';
import sgMail from '@sendgrid/mail';
import { ServerClient } from 'postmark';
import Mailgun from 'mailgun.js';
import { Resend } from 'resend';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { MailtrapClient } from 'mailtrap';
import { MailpitClient } from 'mailpit-api';

const require = createRequire(import.meta.url);
const [base, smtp] = process.argv.slice(2);
const { hostname, port, host } = new URL(base);
const pdf = Buffer.from('%PDF-1.4 test');

// kept returns what the sink itself says of the message with a subject.
async function kept(subject, n = 1) {
  const answer = await fetch(`${base}/v1/wait?timeout=20s&count=${n}&q=${encodeURIComponent(`subject:"${subject}"`)}`);
  assert.equal(answer.status, 200, subject);
  const { messages } = await answer.json();
  return messages[0];
}

function check(message, { to, text, html, attachments = 0, from = 'shop@shop.example' }) {
  assert.deepEqual(message.envelope.recipients.map((r) => r.original), to);
  assert.equal(message.summary.from[0].address, from);
  if (text) assert.match(message.text, text);
  if (html) assert.match(message.html, html);
  assert.equal(message.attachments.length, attachments);
  assert.deepEqual(message.defects, []);
}

const clients = {
  async nodemailer() {
    const [server, at] = smtp.split(':');
    const transport = nodemailer.createTransport({ host: server, port: Number(at), secure: false });
    const sent = await transport.sendMail({
      from: 'Shop <shop@shop.example>', to: 'ann@customers.example', bcc: 'hidden@customers.example', subject: 'by nodemailer',
      text: 'Your code is 482913', html: '<p>Your code is <b>482913</b></p>', attachments: [{ filename: 'a.pdf', content: pdf }],
    });
    assert.match(sent.response, /^250 /);
    const message = await kept('by nodemailer');
    check(message, { to: ['ann@customers.example', 'hidden@customers.example'], text: /482913/, html: /<b>482913/, attachments: 1 });
    assert.ok(message.codes.includes('482913'));
  },

  async sendgrid() {
    sgMail.setApiKey('SG.test');
    sgMail.client.setDefaultRequest('baseUrl', base);
    const [reply] = await sgMail.send({
      from: { email: 'shop@shop.example', name: 'Shop' }, to: ['ann@customers.example'], cc: 'cc@customers.example', subject: 'by sendgrid',
      text: 'Hello Ann', html: '<p>Hello Ann</p>', replyTo: 'reply@shop.example',
      attachments: [{ content: pdf.toString('base64'), filename: 'a.pdf', type: 'application/pdf', disposition: 'attachment' }],
    });
    assert.equal(reply.statusCode, 202);
    assert.ok(reply.headers['x-message-id']);
    check(await kept('by sendgrid'), { to: ['ann@customers.example', 'cc@customers.example'], text: /Hello Ann/, html: /<p>Hello/, attachments: 1 });
    await sgMail.send({ from: 'shop@shop.example', to: 'ann@customers.example', templateId: 'd-7', dynamicTemplateData: { name: 'Ann', subject: 'by sendgrid template' } });
    const filled = await kept('Template d-7');
    assert.deepEqual([filled.headers.find((h) => h.name === 'X-Template').body, filled.attachments[0].filename], ['d-7', 'template.json']);
    await assert.rejects(sgMail.send({ from: 'shop@shop.example', to: 'nonsense', subject: 'x', text: 'x' }), (e) => e.code === 400 && e.response.body.errors[0].message !== '');
  },

  async postmark() {
    const client = new ServerClient('token', { useHttps: false, requestHost: host });
    const reply = await client.sendEmail({
      From: 'Shop <shop@shop.example>', To: 'ann@customers.example, bob@customers.example', Bcc: 'hidden@customers.example', Subject: 'by postmark',
      TextBody: 'Hello', HtmlBody: '<p>Hello</p>', Tag: 'welcome', Attachments: [{ Name: 'a.pdf', Content: pdf.toString('base64'), ContentType: 'application/pdf', ContentID: null }],
    });
    assert.equal(reply.ErrorCode, 0);
    assert.ok(reply.MessageID);
    check(await kept('by postmark'), { to: ['ann@customers.example', 'bob@customers.example', 'hidden@customers.example'], text: /Hello/, html: /<p>Hello/, attachments: 1 });
    const batch = await client.sendEmailBatch([
      { From: 'shop@shop.example', To: 'ann@customers.example', Subject: 'by postmark batch', TextBody: 'x' },
      { From: 'shop@shop.example', To: 'nonsense', Subject: 'by postmark batch 2', TextBody: 'x' },
    ]);
    assert.deepEqual(batch.map((r) => r.ErrorCode), [0, 300]);
    await client.sendEmailWithTemplate({ From: 'shop@shop.example', To: 'ann@customers.example', TemplateAlias: 'welcome', TemplateModel: { name: 'Ann' } });
    assert.match((await kept('Template welcome')).text, /Ann/);
    await assert.rejects(client.sendEmail({ From: 'shop@shop.example', To: 'nonsense', Subject: 'x', TextBody: 'x' }), (e) => e.code === 300);
  },

  async mailgun() {
    const client = new Mailgun(FormData).client({ username: 'api', key: 'key', url: base });
    const reply = await client.messages.create('shop.example', {
      from: 'Shop <shop@shop.example>', to: ['ann@customers.example', 'bob@customers.example'], subject: 'by mailgun', text: 'Hello', html: '<p>Hello</p>',
      'h:X-Campaign': '7', attachment: [{ filename: 'a.pdf', data: pdf }],
    });
    assert.equal(reply.status, 200);
    assert.match(reply.id, /@shop\.example>$/);
    const message = await kept('by mailgun');
    check(message, { to: ['ann@customers.example', 'bob@customers.example'], text: /Hello/, html: /<p>Hello/, attachments: 1 });
    assert.ok(message.headers.some((h) => h.name === 'X-Campaign' && h.body === '7'));
    await client.messages.create('shop.example', { to: ['ann@customers.example'], message: 'From: shop@shop.example\r\nSubject: by mailgun mime\r\n\r\nraw\r\n' });
    check(await kept('by mailgun mime'), { to: ['ann@customers.example'], text: /raw/ });
    await assert.rejects(client.messages.create('shop.example', { from: 'shop@shop.example', to: ['nonsense'], subject: 'x', text: 'x' }), (e) => e.status === 400);
  },

  async resend() {
    const client = new Resend('re_test', { baseUrl: base });
    const { data, error } = await client.emails.send({
      from: 'Shop <shop@shop.example>', to: 'ann@customers.example', bcc: ['hidden@customers.example'], subject: 'by resend', text: 'Hello', html: '<p>Hello</p>',
      replyTo: 'reply@shop.example', attachments: [{ filename: 'a.pdf', content: pdf }],
    });
    assert.equal(error, null);
    assert.ok(data.id);
    check(await kept('by resend'), { to: ['ann@customers.example', 'hidden@customers.example'], text: /Hello/, html: /<p>Hello/, attachments: 1 });
    const batch = await client.batch.send([{ from: 'shop@shop.example', to: ['ann@customers.example'], subject: 'by resend batch', text: 'x' }]);
    assert.equal(batch.error, null);
    check(await kept('by resend batch'), { to: ['ann@customers.example'] });
    const refused = await client.emails.send({ from: 'shop@shop.example', to: 'nonsense', subject: 'x', text: 'x' });
    assert.equal(refused.error.name, 'validation_error');
  },

  async ses() {
    const client = new SESv2Client({ region: 'eu-west-1', endpoint: base, credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1 });
    const reply = await client.send(new SendEmailCommand({
      FromEmailAddress: 'Shop <shop@shop.example>', Destination: { ToAddresses: ['ann@customers.example'], BccAddresses: ['hidden@customers.example'] },
      Content: { Simple: { Subject: { Data: 'by ses' }, Body: { Text: { Data: 'Your mail by ses' }, Html: { Data: '<p>Your mail by ses</p>' } } } },
    }));
    assert.ok(reply.MessageId);
    check(await kept('by ses'), { to: ['ann@customers.example', 'hidden@customers.example'], text: /Your mail/, html: /<p>Your mail/ });
    const raw = Buffer.from('From: shop@shop.example\r\nTo: ann@customers.example\r\nSubject: by ses raw\r\n\r\nraw\r\n');
    await client.send(new SendEmailCommand({ Content: { Raw: { Data: raw } } }));
    check(await kept('by ses raw'), { to: ['ann@customers.example'], text: /raw/ });
    await assert.rejects(client.send(new SendEmailCommand({ FromEmailAddress: 'shop@shop.example', Content: { Simple: { Subject: { Data: 'x' }, Body: {} } } })), { name: 'BadRequestException' });
  },

  async mailtrap() {
    for (const [subject, options] of [['by mailtrap', {}], ['by mailtrap sandbox', { sandbox: true, testInboxId: 7 }]]) {
      const client = new MailtrapClient({ token: 't', ...options });
      client.axios.interceptors.request.use((c) => ({ ...c, url: c.url.replace(/^https:\/\/[^/]+/, base) })); // its hosts are fixed
      const mail = { from: { email: 'shop@shop.example', name: 'Shop' }, to: [{ email: 'ann@customers.example' }] };
      const reply = await client.send({ ...mail, subject, text: 'Hello', html: '<p>Hello</p>', category: 'c', attachments: [{ filename: 'a.pdf', content: pdf, type: 'application/pdf' }] });
      assert.equal(reply.success, true);
      assert.equal(reply.message_ids.length, 1);
      check(await kept(subject), { to: ['ann@customers.example'], text: /Hello/, html: /<p>Hello/, attachments: 1 });
      const batch = await client.batchSend({ base: { from: mail.from, subject: `${subject} batch`, text: 'x' }, requests: [{ to: mail.to }, { to: [{ email: 'nonsense' }] }] });
      assert.deepEqual(batch.responses.map((r) => r.success), [true, false]);
    }
  },

  async 'mailpit-api'() {
    const client = new MailpitClient(base);
    const sent = await client.sendMessage({ From: { Email: 'shop@shop.example', Name: 'Shop' }, To: [{ Email: 'ann@customers.example', Name: 'Ann' }], Bcc: ['hidden@customers.example'],
      Subject: 'by mailpit', Text: 'Hello', HTML: '<p>Hello</p>', Tags: ['welcome'], Attachments: [{ Content: pdf.toString('base64'), Filename: 'a.pdf' }] });
    const found = await client.waitForMessage({ query: 'subject:"by mailpit" has:attachments' });
    assert.equal(found.ID, sent.ID);
    assert.deepEqual([found.From, found.To, found.Bcc[0].Address], [{ Name: 'Shop', Address: 'shop@shop.example' }, [{ Name: 'Ann', Address: 'ann@customers.example' }], 'hidden@customers.example']);
    assert.deepEqual([found.Tags, found.Attachments[0].FileName, found.Attachments[0].Size], [['welcome'], 'a.pdf', pdf.length]);
    assert.equal(Buffer.from(await (await client.getMessageAttachment(found.ID, found.Attachments[0].PartID)).arrayBuffer()).toString(), pdf.toString());
    assert.match(await client.getMessageSource(found.ID), /^From: /);
    assert.deepEqual((await client.getMessageHeaders(found.ID)).Subject, ['by mailpit']);
    assert.match(await client.renderMessageHTML(found.ID), /<p>Hello/);
    assert.match(await client.renderMessageText(found.ID), /Hello/);
    const thumbnail = Buffer.from(await (await client.getAttachmentThumbnail(found.ID, found.Attachments[0].PartID)).arrayBuffer());
    assert.equal(thumbnail.readUInt16BE(), 0xffd8); // JPEG
    await assert.rejects(client.releaseMessage(found.ID, { To: ['ann@customers.example'] }), /400/);
    const shown = await client.htmlCheck(found.ID);
    assert.ok(shown.Total.Nodes > 0 && Array.isArray(shown.Warnings));
    for (const check of ['linkCheck', 'spamAssassinCheck']) await assert.rejects(client[check](found.ID), /404/);
    const quiet = await client.getChaosTriggers();
    assert.deepEqual(quiet.Recipient, { ErrorCode: 451, Probability: 0 });
    await client.setChaosTriggers({ Recipient: { ErrorCode: 450, Probability: 100 } });
    assert.deepEqual((await client.getChaosTriggers()).Recipient, { ErrorCode: 450, Probability: 100 });
    const [server, at] = smtp.split(':');
    const transport = nodemailer.createTransport({ host: server, port: Number(at), secure: false });
    await assert.rejects(transport.sendMail({ from: 'a@shop.example', to: 'ann@customers.example', subject: 'x', text: 'x' }), /450/);
    await client.setChaosTriggers({});
    const total = (await client.listMessages()).total;
    assert.equal((await client.getInfo()).Messages, total);
    await client.getConfiguration();
    await client.setReadStatus({ Read: true, IDs: [found.ID] });
    assert.equal((await client.searchMessages({ query: 'subject:"by mailpit" is:read' })).messages_count, 1);
    await client.setTags({ IDs: [found.ID], Tags: ['a b', 'c'] });
    await client.renameTag('c', 'd');
    await client.deleteTag('d');
    assert.deepEqual(await client.getTags(), ['a_b']);
    await assert.rejects(client.deleteMessages(), /400|415/); // nothing is removed by saying nothing
    assert.equal((await client.listMessages()).total, total);
    await client.deleteMessages({ IDs: [found.ID] });
    await client.sendMessage({ From: { Email: 'shop@shop.example' }, To: [{ Email: 'ann@customers.example' }], Subject: 'by mailpit again' });
    await client.deleteMessagesBySearch({ query: 'subject:"by mailpit again"' });
    assert.equal((await client.listMessages()).total, total - 1);
    await assert.rejects(client.getMessageSummary('0000000000000'), /404/);
    await assert.rejects(client.sendMessage({ From: { Email: 'shop@shop.example' }, To: [{ Email: 'nonsense' }], Subject: 'x' }), /Error/);
  },

  async mailhog() {
    const client = require('mailhog')({ host: hostname, port: Number(port) });
    await clients.nodemailer.call(null);
    const found = await client.latestTo('hidden@customers.example');
    assert.equal(found.subject, 'by nodemailer');
    const plain = await client.latestContaining('Your mail by ses');
    assert.match(plain.text, /Your mail by ses/);
    assert.match(plain.html, /<p>Your mail/);
    assert.equal(found.attachments[0].name, 'a.pdf');
    assert.equal((await client.search('shop@shop.example', 'from')).items[0].ID !== '', true);
    assert.equal((await client.latestContaining('482913')).ID, found.ID);
    const { total } = await client.messages(0, 2);
    assert.equal((await client.deleteMessage('nobody')).status, 404);
    assert.equal((await client.messages()).total, total);
    assert.equal((await client.deleteMessage(found.ID)).statusCode, 200);
    assert.equal((await client.messages()).total, total - 1);
    await client.deleteAll(); // Mailpit has this path, and removes nothing by it
    assert.equal((await client.messages()).total, total - 1);
  },
};

for (const [name, run] of Object.entries(clients)) {
  await run();
  console.log(JSON.stringify({ client: name, ok: true }));
}

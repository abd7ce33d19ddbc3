import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Mailsink, MailsinkError, WaitError } from '../src/index.js';
import { queryOf } from '../src/query.js';

const mail = new Mailsink();
let n = 0;
/** An address that no other test uses: all share one sink. */
const fresh = (): string => `user${++n}.${Date.now().toString(36)}@example.com`;

const code = (to: string, subject = 'Your code') =>
  mail.send({ from: 'Shop <shop@example.com>', to, subject, text: 'Your code is 482913. See https://shop.example/confirm' });

describe('wait', () => {
  it('returns a message that came before, whole', async () => {
    const to = fresh();
    const id = await code(to);
    const message = await mail.wait({ to, from: 'shop@example.com', subject: 'code' });
    expect(message).toMatchObject({ id, account: 'sink', codes: ['482913'], links: [{ url: 'https://shop.example/confirm' }] });
    expect(message.envelope.recipients).toMatchObject([{ original: to, final: 'sink@mailsink.test' }]);
    expect(message.text).toContain('482913');
  });

  it('returns a message that comes later', async () => {
    const to = fresh();
    const waiting = mail.wait({ to });
    await code(to, 'later');
    expect((await waiting).summary.subject).toBe('later');
  });

  it('counts only what came after a cursor', async () => {
    const to = fresh();
    await code(to, 'old');
    const since = await mail.cursor();
    await code(to, 'new');
    expect((await mail.wait({ to, since })).summary.subject).toBe('new');
  });

  it('waits for several', async () => {
    const to = fresh();
    await code(to, 'one');
    await code(to, 'two');
    const messages = await mail.waitAll(2, { to });
    expect(messages.map((m) => m.summary.subject)).toEqual(['one', 'two']);
  });

  it('looks once when there is no time', async () => {
    const to = fresh();
    await code(to);
    expect((await mail.wait({ to, timeout: 0 })).codes).toEqual(['482913']);
    await expect(mail.none({ to, timeout: 0 })).rejects.toThrow(WaitError);
    await mail.none({ to: fresh(), timeout: 0 });
  });

  it('tells what came, though too few, and what came instead', async () => {
    const [to, other] = [fresh(), fresh()];
    const since = await mail.cursor();
    const id = await code(to);
    await code(other, 'for another');
    const failed = await mail.waitAll(2, { to, since, timeout: 0 }).catch((err: unknown) => err);
    expect(failed).toMatchObject({ name: 'WaitError', messages: [{ id }], others: [{ summary: { subject: 'for another' } }] });
    expect(String(failed)).toMatch(/\(1 of 2 did\); 1 came that do not match: \w{13} "for another" to user/);
  });

  it('says what did not come, and where to go on', async () => {
    const to = fresh();
    const failed = await mail.wait({ to, timeout: 50 }).catch((err: unknown) => err);
    expect(failed).toBeInstanceOf(WaitError);
    expect(String(failed)).toContain('did not come within 50 ms');
    expect(String(failed)).toMatch(/; see http:\/\/[^@]+\/run$/);
    expect((failed as WaitError).cursor).toMatch(/^\w+-\w+$/);
  });

  it('means whole addresses', async () => {
    const to = fresh();
    await code(`x${to}`);
    await expect(mail.wait({ to, timeout: 50 })).rejects.toThrow(WaitError);
  });

  it('can be ended early', async () => {
    const stop = new AbortController();
    const waiting = mail.wait({ to: fresh(), signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});

describe('none', () => {
  it('resolves when nothing came', async () => {
    await mail.none({ to: fresh(), timeout: 50 });
  });

  it('names the message that came', async () => {
    const to = fresh();
    await code(to, 'leak');
    await expect(mail.none({ to })).rejects.toThrow(/should not have come, but did: \w{13} "leak"/);
  });
});

describe('messages', () => {
  it('are listed newest first, read, fetched and deleted', async () => {
    const to = fresh();
    const content = new TextEncoder().encode('terms \u00e9');
    const first = await code(to, 'first');
    const second = await mail.send({ from: 'a@example.com', to: [to], subject: 'second', html: '<b>x</b>', attachments: [{ filename: 'a.txt', type: 'text/plain', content }] });
    expect((await mail.messages({ to })).map((m) => m.id)).toEqual([second, first]);
    const message = await mail.message(second);
    expect(message.html).toContain('<b>x</b>');
    const [file] = message.attachments;
    expect(file?.filename).toBe('a.txt');
    expect(await mail.attachment(second, file?.part ?? '')).toEqual(content);
    expect(new TextDecoder().decode(await mail.raw(second))).toContain('Subject: second');
    await mail.delete(first);
    await expect(mail.message(first)).rejects.toMatchObject({ name: 'MailsinkError', status: 404 });
    expect(await mail.deleteAll({ to })).toBe(1);
    expect(await mail.messages({ to, limit: 5 })).toEqual([]);
  });

  it('are not deleted by silence', async () => {
    await expect(mail.deleteAll({})).rejects.toThrow(TypeError);
  });
});

describe('codes', () => {
  it('are those of the newest message with any, at once or when it comes', async () => {
    const to = fresh();
    expect(await mail.codes({ to })).toEqual([]);
    const waiting = mail.codes({ to, timeout: 10_000, q: 'from:shop' });
    await code(to);
    expect(await waiting).toEqual(['482913']);
    expect(await mail.codes({ to })).toEqual(['482913']);
  });
});

describe('errors', () => {
  it('say where a sink was looked for', async () => {
    await expect(new Mailsink('http://127.0.0.1:1/').cursor()).rejects.toThrow('no sink answers at http://127.0.0.1:1;');
  });

  it('say what is wrong with a query', async () => {
    await expect(mail.messages({ q: 'rcp:x' })).rejects.toThrow('there is no field "rcp"');
    await expect(mail.wait({ q: 'rcp:x' })).rejects.toThrow(MailsinkError);
  });

  it('tell the status of whatever else answers', async () => {
    const other = createServer((_, res) => res.writeHead(418).end('teapot')).listen(0, '127.0.0.1');
    await new Promise((up) => other.once('listening', up));
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    await expect(new Mailsink(url).cursor()).rejects.toThrow('418');
    other.close();
  });
});

describe('queryOf', () => {
  it.each([
    [{}, ''],
    [{ q: 'a OR b', to: 'ann+x@example.com' }, '(a OR b) rcpt:/^ann\\+x@example\\.com$/'],
    [{ from: 'a/b@x.test' }, 'from:/^a\\x2fb@x\\.test$/'],
    [{ subject: 'say "hi" \\o/' }, 'subject:"say \\"hi\\" \\\\o/"'],
  ])('writes %j', (match, want) => {
    expect(queryOf(match)).toBe(want);
  });
});

// session.mjs HOST PORT: exercises a mailbox of two messages by imapflow.
import assert from 'node:assert/strict';
import { ImapFlow } from 'imapflow';

const [, , host, port] = process.argv;
const options = { host, port: Number(port), secure: false, auth: { user: 'sink', pass: 'any' }, logger: false, disableAutoIdle: true };
const c = new ImapFlow(options);
const other = new ImapFlow(options);
await Promise.all([c.connect(), other.connect()]);

const names = (await c.list()).map((m) => m.path);
assert.ok(names.includes('INBOX') && names.includes('Recipients/sink@mailsink.test'), names.join());

const inbox = await c.mailboxOpen('INBOX');
assert.equal(inbox.exists, 2);
const seen = [];
for await (const m of c.fetch('1:*', { uid: true, flags: true, envelope: true, bodyStructure: true, source: true, size: true })) {
  assert.equal(m.source.length, m.size);
  seen.push([m.uid, m.envelope.subject, m.source.toString('latin1')]);
}
assert.deepEqual(seen.map((s) => s[1]), ['one', 'Grüße']);
assert.match(seen[0][2], /^From: .*Hello\.\r\n$/s);

const { content } = await c.download('2', '1');
let text = '';
for await (const chunk of content) text += chunk;
assert.match(text, /^Schöne Grüße/);

assert.equal(await c.messageFlagsAdd('1', ['\\Seen', 'kept']), true);
const kept = [...(await c.fetchOne('1', { flags: true })).flags].filter((f) => f !== '\\Recent');
assert.deepEqual(kept.sort(), ['\\Seen', 'kept']);
assert.deepEqual(await c.search({ subject: 'one' }), [1]);
assert.deepEqual(await c.search({ seen: false }), [2]);

// Another session changes the mailbox while this one is in IDLE.
const events = [];
const told = (name) => new Promise((resolve) => c.once(name, (e) => { events.push(name); resolve(e); }));
const exists = told('exists');
const idle = c.idle();
await other.mailboxOpen('INBOX');
const added = await other.append('INBOX', 'Subject: three\r\n\r\nThird.\r\n', ['\\Flagged']);
assert.equal((await exists).count, 3);
const flags = told('flags');
await other.messageFlagsAdd({ uid: String(added.uid) }, ['\\Answered'], { uid: true });
assert.ok((await flags).flags.has('\\Answered'));
const expunge = told('expunge');
await other.messageDelete(String(added.uid), { uid: true });
assert.equal((await expunge).seq, 3);
await c.noop();
await idle;

await c.mailboxCreate('Grüße/Kopien');
const copied = await c.messageCopy('1:2', 'Grüße/Kopien');
assert.equal(copied.uidMap.size, 2);
const moved = await c.messageMove('1', 'Grüße/Kopien');
assert.equal(moved.uidMap.size, 1);
assert.equal((await c.status('Grüße/Kopien', { messages: true })).messages, 3);

const virtual = await c.mailboxOpen('Recipients/sink@mailsink.test');
assert.equal(virtual.exists, 1);
await assert.rejects(other.append('Recipients/sink@mailsink.test', 'Subject: x\r\n\r\n'));
await Promise.all([c.logout(), other.logout()]);
console.log('done');

// Made-up mail for the fake server: the same for the same number.

const SENDERS = [
  { n: 'Shop', a: 'no-reply@shop.example' },
  { n: 'Auth', a: 'noreply@id.example' },
  { n: 'Billing', a: 'billing@acme.example' },
  { n: 'CI', a: 'ci@build.example' },
  { n: '', a: 'a.very.long.sender.address.that.does.not.fit@notifications.newsletter.example' },
  { n: 'متجر النور', a: 'shop@nour.example' },
];

const SUBJECTS = [
  'Your order {n} has shipped',
  'Confirm your email address',
  'Invoice 2026-{n} is ready',
  '[run {n}] welcome-mail.spec',
  'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung {n}',
  'تم شحن طلبك رقم {n}',
];

const SNIPPETS = [
  'Hi Anna, your parcel is on its way. Track it with the button below, or reply to this message.',
  'Use code 482913 within 15 minutes. If this was not you, ignore this message.',
  'Your invoice for November is attached. Nothing has to be done, the amount is taken by direct debit.',
  'Expected 1 mail, assertion: link resolves',
  'What is new this month in our shop and around it',
  'مرحبا آنا، طردك في الطريق إليك',
];

const RECIPIENTS = ['anna.berg@customers.example', 'qa+signup7@team.example', 'ap@acme.example', 'build-9912@ci.example', 'a.rather.long.local.part.for.a.list@subscribers.newsletter.example', 'list@customers.example'];

/** ident returns the thirteen characters that name message n. */
export function ident(n) {
  return ('0000000000000' + (n * 7919 + 1_000_003).toString(32)).slice(-13);
}

/** row returns the list entry of message n, which arrived at t. */
export function row(n, t) {
  const kind = n % 6;
  const flags = ['rewritten'];
  if (n % 3 !== 0) flags.push('unread');
  if (kind !== 3) flags.push('html');
  if (n % 17 === 0) flags.push('pinned');
  if (n % 29 === 0) flags.push('warn');
  const rcptN = kind === 4 ? 4 : 1;
  return {
    seq: n, id: ident(n), t, from: SENDERS[kind], rcptN, mbox: ['sink'],
    rcpt: Array.from({ length: Math.min(3, rcptN) }, (_, i) => RECIPIENTS[(kind + i) % 6]),
    subj: SUBJECTS[kind].replace('{n}', String(1000 + n)), snip: SNIPPETS[kind],
    size: 1200 + ((n * 7919) % 900_000), att: kind === 2 ? 2 : 0, flags, tags: kind === 3 ? ['ci', `run-${n % 100}`] : [],
  };
}

/** message returns all of a message, made of its row. */
export function message(row) {
  const recipients = Array.from({ length: row.rcptN }, (_, i) => RECIPIENTS[(RECIPIENTS.indexOf(row.rcpt[0]) + i + 6) % 6] ?? row.rcpt[0]).map((original) => ({
    original, final: 'sink@mailsink.test', external: false, params: [],
    trace: [{ table: 'regexp:rules/virtual', line: 12, from: original, to: ['sink@mailsink.test'] }],
  }));
  const unread = row.flags.includes('unread');
  const html = row.flags.includes('html');
  return {
    id: row.id, uid: row.seq, modSeq: row.seq, account: 'sink', mailbox: 'INBOX', internalDate: new Date(row.t).toISOString(), size: row.size, flags: unread ? [] : ['\\Seen'],
    envelope: {
      reversePath: 'bounce@shop.example', params: [{ name: 'SIZE', value: String(row.size) }, { name: 'BODY', value: '8BITMIME' }], recipients,
      client: { address: '127.0.0.1:53812', hello: 'app01.shop.example', protocol: 'ESMTPS', tls: 'TLS 1.3', identity: 'app', session: '0f3k8812' },
    },
    summary: {
      from: [{ name: row.from.n, address: row.from.a }], to: [{ name: 'Anna Berg', address: row.rcpt[0] }], cc: [], replyTo: [], subject: row.subj,
      messageID: `${row.id}@shop.example`, date: new Date(row.t).toISOString(), snippet: row.snip, attachments: row.att, html, defects: row.flags.includes('warn') ? 1 : 0,
    },
    text: `Hi Anna,\n\n${row.snip}\n\nTrack it: https://shop.example/track/${row.seq}\n\n> On Friday you wrote:\n> Where is my parcel?\n\nYour shop\n`,
    preview: html ? `/preview/${row.id}/body.html` : '',
    parts: parts(row),
    attachments: row.att ? [{ part: '2', filename: 'Invoice 2026-0117.pdf', type: 'application/pdf', size: 182_301 }, { part: '3', filename: 'terms and conditions of the very long kind, second edition.pdf', type: 'application/pdf', size: 30_201 }] : [],
    links: [{ url: `https://shop.example/track/${row.seq}`, text: 'Track parcel' }], codes: row.subj.startsWith('Confirm') ? ['482913'] : [],
    headers: headers(row), defects: row.flags.includes('warn') ? ['Line 12 is longer than 998 octets.'] : [], remote: html ? row.seq % 4 : 0,
  };
}

function parts(row) {
  const body = { id: '1', type: 'multipart/alternative', size: 9000, children: [{ id: '1.1', type: 'text/plain', charset: 'utf-8', encoding: 'quoted-printable', size: 812 }, { id: '1.2', type: 'text/html', charset: 'utf-8', encoding: 'quoted-printable', size: 7311 }] };
  if (!row.att) return [body];
  const file = (id, filename, size) => ({ id, type: 'application/pdf', encoding: 'base64', disposition: 'attachment', filename, size, attachment: true });
  return [{ id: '0', type: 'multipart/mixed', size: row.size, children: [body, file('2', 'Invoice 2026-0117.pdf', 182_301), file('3', 'terms and conditions of the very long kind, second edition.pdf', 30_201)] }];
}

/** about tells all of one part. */
export function about(row, id) {
  const flat = (list) => list.flatMap((part) => [part, ...flat(part.children ?? [])]);
  const { children, ...part } = flat(parts(row)).find((one) => one.id === id);
  const text = part.type.startsWith('text/') ? message(row).text : '';
  return { ...part, decodedSize: Math.round(part.size * 0.73), sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', headers: [{ name: 'Content-Type', body: part.type }], text, cut: false, preview: '', events: [] };
}

function headers(row) {
  const at = (back) => new Date(row.t - back).toUTCString().replace('GMT', '+0000');
  return [
    { name: 'Received', body: `from app01.shop.example (127.0.0.1) by mailsink with ESMTPS id ${row.id}; ${at(0)}` },
    { name: 'Received', body: `from web-2 (10.1.2.3) by app01.shop.example with ESMTP; ${at(2000)}` },
    { name: 'From', body: `${row.from.n} <${row.from.a}>` }, { name: 'To', body: `Anna Berg <${row.rcpt[0]}>` }, { name: 'Subject', body: row.subj },
    { name: 'Date', body: at(2000) }, { name: 'Message-ID', body: `<${row.id}@shop.example>` }, { name: 'MIME-Version', body: '1.0' },
    { name: 'Content-Type', body: 'multipart/alternative; boundary="=_parts_0001"' }, { name: 'X-Mailer', body: 'Symfony' },
    { name: 'DKIM-Signature', body: 'v=1; a=rsa-sha256; d=shop.example; s=2026; c=relaxed/relaxed; h=from:to:subject:date; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=' + 'dzdVyOfAKCdLXdJOc9G2q8LoXSlEniSbav+yuU4zGeeruD00lszZVoG4ZHRNiYzR'.repeat(3) },
  ];
}

/** raw returns the source of a message. */
export function raw(row) {
  const head = headers(row).map(({ name, body }) => `${name}: ${body}`).join('\r\n');
  const encoded = 'JVBERi0xLjcKJeLjz9MKMSAwIG9iago8PC9UeXBlL0NhdGFsb2cvUGFnZXMgMiAwIFI+Pg==\r\n'.repeat(40);
  return `${head}\r\n\r\n--=_parts_0001\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${message(row).text.replace(/\n/g, '\r\n')}\r\n--=_parts_0001\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded}--=_parts_0001--\r\n`;
}

/** html returns the HTML part. */
export function html(row) {
  return `<!doctype html><html lang="en"><head><title>${row.seq}</title><style>@media (prefers-color-scheme: dark){body{background:#111;color:#eee}}</style></head><body style="font:16px/1.5 sans-serif;margin:0"><div style="max-width:560px;margin:0 auto;padding:24px"><h2>Your order has shipped</h2><p>Hi Anna, your parcel is on its way.</p><p><a target="_blank" rel="noopener noreferrer" href="https://shop.example/track" style="background:#0b5d3b;color:#fff;padding:12px 20px;border-radius:6px;text-decoration:none;display:inline-block">Track parcel</a></p></div></body></html>`;
}

import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { about, html, message, raw, row } from './mail.mjs';
import { accept } from './websocket.mjs';

// A stand-in for the server: it keeps made-up mail and speaks the page's half of the HTTP API.
//
//	node test/fake/server.mjs [messages] [messages a second]

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const TYPES = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', txt: 'text/plain' };
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
const CAGE = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; font-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

export class Fake {
  rows = [];
  position = 0;
  subscribers = new Set();
  /** No WebSocket is let through. */
  deaf = false;

  constructor(count) {
    const t = Date.now();
    for (let n = 1; n <= count; n++) this.rows.push(row(n, t - (count - n) * 7000));
    this.position = count;
    this.server = http.createServer((request, response) => this.answer(request, response).catch((cause) => response.writeHead(500).end(String(cause))));
    this.server.on('upgrade', (request, socket) => (this.deaf ? socket.destroy() : this.join(accept(request, socket))));
  }

  listen() {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${this.server.address().port}`)));
  }

  close() {
    for (const one of this.subscribers) one.close();
    this.server.closeAllConnections();
    this.server.close();
  }

  arrive(n = 1) {
    const from = this.position + 1;
    const rows = Array.from({ length: n }, () => row(++this.position, Date.now()));
    this.rows.push(...rows);
    this.tell({ type: 'batch', from, to: this.position, rows });
    return rows;
  }

  counts(q) {
    const found = this.find(q);
    return { total: found.length, unread: found.filter((one) => one.flags.includes('unread')).length };
  }

  tell(frame) {
    for (const one of this.subscribers) {
      const rows = frame.rows?.filter((candidate) => matches(candidate, one.q));
      one.send(JSON.stringify({ ...frame, rows, counts: this.counts(one.q) }));
    }
  }

  find(q) {
    return this.rows.filter((candidate) => matches(candidate, q));
  }

  join(connection) {
    connection.q = '';
    connection.onText = (text) => {
      const { sub, since } = JSON.parse(text);
      connection.q = sub.q;
      this.subscribers.add(connection);
      connection.send(JSON.stringify({ type: 'hello', seq: this.position, version: 'fake', counts: this.counts(sub.q) }));
      const missed = this.rows.filter((candidate) => since && candidate.seq > since);
      if (missed.length) connection.send(JSON.stringify({ type: 'batch', from: since + 1, to: this.position, rows: missed.filter((candidate) => matches(candidate, sub.q)) }));
    };
  }

  async answer(request, response) {
    const url = new URL(request.url, 'http://fake');
    const q = url.searchParams.get('q') ?? '';
    const send = (value, status = 200) => response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
    const missing = () => send({ title: 'Not found', status: 404, detail: 'There is no such message.' }, 404);
    const [, area, kind, id, aspect] = url.pathname.split('/');
    if (area === 'preview') return this.preview(kind, response);
    if (area !== 'v1') return this.file(url.pathname, response);
    if (kind === 'rows') return send(this.page(url.searchParams));
    if (kind === 'info') return send(this.info());
    if (kind === 'accounts') return send({ accounts: [{ name: 'sink', ...this.counts('') }] });
    if (kind === 'facets') return send({ values: this.facets(url.searchParams.get('prefix') ?? '', Number(url.searchParams.get('limit') ?? 20)) });
    if (kind === 'actions') return send(this.act(JSON.parse(await body(request))));
    if (kind === 'messages' && request.method === 'POST') return send({ ids: this.arrive().map((one) => one.id) }, 201);
    const found = this.rows.find((candidate) => candidate.id === id);
    if (kind !== 'messages' || !found) return missing();
    if (aspect === 'headers') return send({ headers: message(found).headers, raw: message(found).headers, trace: [{ name: 'X-Original-To', body: found.rcpt[0] }] });
    if (aspect === 'parts') return url.pathname.endsWith('/about') ? send(about(found, url.pathname.split('/')[5])) : response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end();
    if (aspect === 'authentication') return send({ from: 'shop.example', reversePath: 'bounce.shop.example', aligned: true, signatures: [], results: [] });
    if (aspect === 'raw') return response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' }).end(raw(found));
    return send(message(found));
  }

  page(params) {
    const asof = Number(params.get('asof')) || this.position;
    const found = this.find(params.get('q') ?? '').filter((candidate) => candidate.seq <= asof).reverse();
    const offset = Number(params.get('offset') ?? 0);
    return { ...this.counts(params.get('q') ?? ''), total: found.length, rows: found.slice(offset, offset + Number(params.get('limit') ?? 200)), asof };
  }

  info() {
    return { version: 'fake', smtp: '127.0.0.1:1025', imap: '127.0.0.1:1143', http: '', store: 'memory:', table: '', environment: this.environment };
  }

  facets(prefix, limit) {
    const counts = new Map();
    for (const one of this.rows) counts.set(one.rcpt[0], (counts.get(one.rcpt[0]) ?? 0) + 1);
    return [...counts].filter(([value]) => value.startsWith(prefix)).sort((a, b) => b[1] - a[1]).slice(0, limit).map(([value, total]) => ({ value, total, unread: 0 }));
  }

  act({ op, ids, q }) {
    const wanted = new Set(ids ?? this.find(q).map((one) => one.id));
    const hit = this.rows.filter((candidate) => wanted.has(candidate.id));
    const from = this.position + 1;
    this.position++;
    if (op === 'delete') this.rows = this.rows.filter((candidate) => !wanted.has(candidate.id));
    for (const one of hit) one.flags = flags(one.flags, op);
    this.tell({ type: 'batch', from, to: this.position, ...(op === 'delete' ? { gone: [...wanted] } : { upd: hit }) });
    return { count: hit.length, cursor: '' };
  }

  preview(id, response) {
    const found = this.rows.find((candidate) => candidate.id === id);
    response.writeHead(200, { 'Content-Type': TYPES.html, 'Content-Security-Policy': CAGE }).end(found ? html(found) : '');
  }

  async file(path, response) {
    const name = /\.\w+$/.test(path) ? path.slice(1) : 'index.html';
    let data = await readFile(DIST + name, 'utf8').catch(() => undefined);
    if (data === undefined) return response.writeHead(404).end();
    if (name === 'index.html') data = data.replace('>{}<', `>${JSON.stringify({ rows: this.page(new URLSearchParams('limit=50')), info: this.info() }).replace(/</g, '\\u003c')}<`);
    const zipped = gzipSync(data);
    response.writeHead(200, { 'Content-Type': TYPES[name.split('.').pop()], 'Content-Encoding': 'gzip', 'Content-Length': zipped.length, 'Content-Security-Policy': CSP }).end(zipped);
  }
}

function flags(old, op) {
  const name = op.endsWith('pin') ? 'pinned' : 'unread';
  const rest = old.filter((flag) => flag !== name);
  return op === 'pin' || op === 'unread' ? [...rest, name] : rest;
}

function matches(one, q) {
  return q.toLowerCase().split(/\s+/).filter(Boolean).every((word) => {
    if (word === 'is:unread') return one.flags.includes('unread');
    if (word.startsWith('rcpt:')) return one.rcpt.some((address) => address.startsWith(word.slice(5)));
    return `${one.subj} ${one.snip} ${one.from.n} ${one.from.a} ${one.rcpt}`.toLowerCase().includes(word);
  });
}

async function body(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const fake = new Fake(Number(process.argv[2] ?? 1000));
  const rate = Number(process.argv[3] ?? 0);
  if (rate) setInterval(() => fake.arrive(Math.max(1, Math.round(rate / 20))), 1000 / Math.min(rate, 20));
  console.log(await fake.listen());
}

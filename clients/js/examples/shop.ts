import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';

/** A shop that sends a code by SMTP to whoever signs up: it stands for the application under test. */
export function shop(smtp: string): Server {
  return createServer((req, res) => {
    const url = new URL(req.url ?? '/', 'http://shop.test');
    const email = url.searchParams.get('email');
    const page = (html: string): void => void res.setHeader('Content-Type', 'text/html').end(`<!doctype html><title>Shop</title>${html}`);
    if (url.pathname === '/confirm') return page(url.searchParams.get('code') === '482913' ? '<p>Welcome, you are in.</p>' : '<p>Wrong code.</p>');
    if (!email) return page('<form><label>Email <input name="email"></label><button>Sign up</button></form>');
    sendCode(smtp, email).then(
      () => page('<form action="/confirm"><label>Code <input name="code"></label><button>Confirm</button></form>'),
      (err: Error) => page(`<p>${err.message}</p>`),
    );
  });
}

/** Sends one message; any SMTP library does the same. */
async function sendCode(smtp: string, to: string): Promise<void> {
  const [host, port] = smtp.split(':');
  const socket = connect(Number(port), host);
  const lines = ['EHLO shop.test', 'MAIL FROM:<shop@example.com>', `RCPT TO:<${to}>`, 'DATA', 'Subject: Your code\r\n\r\nYour code is 482913.\r\n.', 'QUIT'];
  socket.setEncoding('utf8');
  for await (const reply of socket as AsyncIterable<string>) {
    const last = reply.trimEnd().split('\r\n').at(-1) ?? '';
    if (/^[45]/.test(last)) throw new Error(last);
    const next = /^\d{3} /.test(last) ? lines.shift() : undefined;
    if (next) socket.write(`${next}\r\n`);
  }
}

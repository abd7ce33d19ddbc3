import net from 'node:net';

/** Smtp is a client connection as RFC 5321 has it, for one message after another. */
export class Smtp {
  waiting = [];
  text = '';

  constructor(socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (data) => this.take(data));
    socket.on('close', () => this.waiting.splice(0).forEach(({ reject }) => reject(new Error('the SMTP connection was closed'))));
    socket.on('error', () => socket.destroy());
  }

  /** open greets the server at host:port. */
  static async open(address) {
    const at = address.lastIndexOf(':');
    const smtp = new Smtp(net.connect(Number(address.slice(at + 1)), address.slice(0, at).replace(/[[\]]/g, '')));
    await smtp.reply();
    await smtp.say('EHLO browser.test');
    return smtp;
  }

  take(data) {
    this.text += data;
    for (let end = this.end(); end > 0; end = this.end()) {
      const reply = this.text.slice(0, end);
      this.text = this.text.slice(end);
      this.waiting.shift()?.resolve(reply);
    }
  }

  /** end returns where the first whole reply ends, 0 while there is none. */
  end() {
    const match = /^(?:\d{3}-.*\r\n)*\d{3}(?: .*)?\r\n/.exec(this.text);
    return match ? match[0].length : 0;
  }

  reply() {
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  async say(line) {
    const reply = this.reply();
    this.socket.write(line + '\r\n');
    const text = await reply;
    if (!/^[23]/.test(text)) throw new Error(`${line.slice(0, 80)}: ${text}`);
    return text;
  }

  /** send delivers a message and returns when it was accepted, in milliseconds since 1970. */
  async send({ from = 'bounce@shop.example', to = ['anna@customers.example'], data }) {
    await this.say(`MAIL FROM:<${from}>`);
    for (const one of to) await this.say(`RCPT TO:<${one}>`);
    await this.say('DATA');
    const done = this.reply();
    this.socket.write(data.replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..') + '\r\n.\r\n', 'utf8');
    const text = await done;
    const accepted = performance.timeOrigin + performance.now();
    if (!text.startsWith('250')) throw new Error(`DATA: ${text}`);
    return accepted;
  }

  close() {
    this.socket.end('QUIT\r\n');
  }
}

import net from 'node:net';

/** Smtp is a client connection as RFC 5321 has it, for one message after another. */
export class Smtp {
  waiting = [];
  text = '';

  constructor(address) {
    this.address = address;
  }

  /** greet connects, and says who is there. */
  async greet() {
    const at = this.address.lastIndexOf(':');
    this.listen(net.connect(Number(this.address.slice(at + 1)), this.address.slice(0, at).replace(/[[\]]/g, '')));
    await this.reply();
    await this.say('EHLO browser.test');
    return this;
  }

  listen(socket) {
    this.socket = socket;
    this.gone = false;
    this.text = '';
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (data) => this.take(data));
    socket.on('close', () => this.lost(socket));
    socket.on('error', () => socket.destroy());
  }

  /** lost fails what waits for a reply on a connection that is gone. */
  lost(socket) {
    if (socket !== this.socket) return;
    this.gone = true;
    this.waiting.splice(0).forEach(({ reject }) => reject(new Error('the SMTP connection was closed')));
  }

  /** open greets the server at host:port. */
  static open(address) {
    return new Smtp(address).greet();
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
    if (this.gone) throw new Error('the SMTP connection was closed');
    const reply = this.reply();
    this.socket.write(line + '\r\n');
    const text = await reply;
    if (!/^[23]/.test(text)) throw new Error(`${line.slice(0, 80)}: ${text}`);
    return text;
  }

  /** send delivers a message and returns when it was accepted, in milliseconds since 1970. A server that waited too long for it is greeted anew. */
  async send({ from = 'bounce@shop.example', to = ['anna@customers.example'], data }) {
    if (this.gone) await this.greet();
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

import { createHash } from 'node:crypto';

// The server side of RFC 6455 as far as a test needs it: unfragmented text frames.

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** accept answers the upgrade and returns the connection: {send, close, onText}. */
export function accept(request, socket) {
  const key = createHash('sha1').update(request.headers['sec-websocket-key'] + GUID).digest('base64');
  socket.write(['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${key}`, '', ''].join('\r\n'));
  socket.setNoDelay(true);
  const connection = {
    onText: () => {},
    send: (text) => socket.writable && socket.write(frame(Buffer.from(text))),
    close: () => socket.destroy(),
  };
  let buffer = Buffer.alloc(0);
  socket.on('data', (data) => {
    buffer = Buffer.concat([buffer, data]);
    for (let taken = take(buffer); taken; taken = take(buffer)) {
      buffer = buffer.subarray(taken.size);
      if (taken.opcode === 8) socket.end();
      if (taken.opcode === 1) connection.onText(taken.text);
    }
  });
  socket.on('error', () => socket.destroy());
  return connection;
}

function frame(payload) {
  const head = payload.length < 126 ? Buffer.from([0x81, payload.length]) : Buffer.alloc(payload.length < 65536 ? 4 : 10);
  if (payload.length >= 126) {
    head[0] = 0x81;
    head[1] = payload.length < 65536 ? 126 : 127;
    if (payload.length < 65536) head.writeUInt16BE(payload.length, 2);
    else head.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  return Buffer.concat([head, payload]);
}

function take(buffer) {
  if (buffer.length < 6) return undefined;
  let size = buffer[1] & 127;
  let at = 2;
  if (size === 126) [size, at] = [buffer.readUInt16BE(2), 4];
  if (buffer.length < at + 4 + size) return undefined;
  const mask = buffer.subarray(at, at + 4);
  const data = Buffer.from(buffer.subarray(at + 4, at + 4 + size)).map((octet, i) => octet ^ mask[i % 4]);
  return { opcode: buffer[0] & 15, text: data.toString(), size: at + 4 + size };
}

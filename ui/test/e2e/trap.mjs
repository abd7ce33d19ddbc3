import http from 'node:http';

/** setTrap listens on loopback and remembers every request, and that somebody connected without one: there should be none. */
export async function setTrap() {
  const requests = [];
  const server = http.createServer((request, response) => {
    requests.push(request.url);
    response.writeHead(204).end();
  });
  server.on('connection', () => requests.push('connection'));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, requests, close: () => (server.closeAllConnections(), server.close()) };
}

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

/**
 * asked waits until the browser has asked for whatever it was going to ask for
 * until now: it waits until every page is at rest, and then for a page of
 * another server, which is asked for after all that.
 */
export async function asked(context) {
  for (const page of context.pages()) await page.waitForLoadState('networkidle');
  const fence = http.createServer((_, response) => response.end('<!doctype html><title>fence</title>'));
  await new Promise((resolve) => fence.listen(0, '127.0.0.1', resolve));
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${fence.address().port}/`);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  await page.close();
  fence.closeAllConnections();
  fence.close();
}

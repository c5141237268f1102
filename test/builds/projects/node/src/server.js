import { readFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import ms from 'ms';

// Answers one request, its own, and stops.
const server = createServer((_, response) => {
  const page = readFileSync('public/index.txt', 'utf8');
  response.end(`${process.env.GREETING} ${page.trim()} ${ms(60000)} ${process.getuid()}\n`);
});
server.listen(0, '127.0.0.1', () => {
  get({ port: server.address().port, host: '127.0.0.1' }, (response) => {
    response.pipe(process.stdout);
    response.on('end', () => server.close());
  });
});

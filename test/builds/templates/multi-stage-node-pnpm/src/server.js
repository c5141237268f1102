const http = require('node:http');
const ms = require('ms');

const server = http.createServer((request, response) => {
  response.statusCode = request.url === '/well' || request.url === '/' ? 200 : 404;
  response.end(`uid ${process.getuid()}, ${process.env.NODE_ENV}, a day is ${ms('1d')}\n`);
});
server.listen(Number(process.env.PORT ?? 18_112));

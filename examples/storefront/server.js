const { createServer } = require('node:http');

createServer((request, response) => response.end('Welcome to the shop\n')).listen(3000);

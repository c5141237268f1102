const count = require('./count.node');

console.log(count(), 'from SQLite, as', process.getuid());

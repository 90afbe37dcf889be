// Strapi runs the migrations that it finds here once, each in a transaction, before it looks at the tables.
const { join } = require('node:path');

module.exports = require(join(__dirname, '../../dist/src/kernel/database/moments-in-utc.js'));

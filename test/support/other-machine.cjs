// Preloaded into the app in place of a second machine: names of sockets without a file are a machine's own, and both
// computers of a test are on this one.

const { Server } = require('node:net');

const { listen } = Server.prototype;

/** @this {import('node:net').Server} @param {unknown} address @param {unknown[]} more */
Server.prototype.listen = function listenElsewhere(address, ...more) {
  const isWithoutFile = typeof address === 'string' && address.startsWith('\0');
  const there = isWithoutFile ? `${address} elsewhere` : address;
  return listen.apply(this, /** @type {never} */ ([there, ...more]));
};

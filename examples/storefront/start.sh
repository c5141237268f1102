#!/bin/sh
node mailer.js &
node server.js

#!/bin/sh
while :; do
  nginx -s reload
  sleep 86400
done

#!/bin/sh
set -e
cd /tmp
QUEUE="the jobs" nohup python3 /app/worker.py "$PLACE" &
exec python3 /app/server.py

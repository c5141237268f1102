import ssl
import sys
from pathlib import Path

import itsdangerous
import psycopg2

signed = itsdangerous.Signer("key").sign(Path("message.txt").read_text().strip()).decode()
print(signed, psycopg2.extensions.libpq_version() > 150000, len(ssl.create_default_context().get_ca_certs()) > 100)
try:
    psycopg2.connect("host=127.0.0.1 port=1")
except psycopg2.OperationalError as error:
    print(str(error).splitlines()[0], sys.version_info[:2])

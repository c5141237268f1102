import os
from http.server import BaseHTTPRequestHandler, HTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"uid {os.getuid()}\n".encode())


HTTPServer(("0.0.0.0", 18123), Handler).serve_forever()

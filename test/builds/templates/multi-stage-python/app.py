import os


def app(environ, start_response):
    known = environ["PATH_INFO"] in ("/", "/well")
    start_response("200 OK" if known else "404 Not Found", [("Content-Type", "text/plain")])
    return [f"uid {os.getuid()}, from {os.path.dirname(os.__file__)[:8]}\n".encode()]

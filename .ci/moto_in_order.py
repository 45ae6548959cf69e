"""Moto's server, with the calls to DynamoDB one at a time.

Moto looks at a condition and writes in two steps that nothing holds together, so that of several conditional writes at the same
moment more than one can succeed (docs/decisions/013). Everything else, the long polls of SQS above all, goes on side by side.
Takes the arguments of moto_server.
"""

import sys
from threading import Lock

from moto import server


class OneAtATime:
    def __init__(self, app):
        self.app = app
        self.lock = Lock()

    def __call__(self, environ, start_response):
        if environ.get("HTTP_X_AMZ_TARGET", "").startswith("DynamoDB_"):
            with self.lock:
                return self.app(environ, start_response)
        return self.app(environ, start_response)


run_simple = server.run_simple
server.run_simple = lambda host, port, app, **more: run_simple(host, port, OneAtATime(app), **more)
server.main(sys.argv[1:])

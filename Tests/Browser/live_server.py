"""A small server of one live page and its events, for check_page.py."""

import http.server
import threading
import time


class LiveServer:
    """Serves `page` at / and `events` (objects of event, data, id?) at /events, on a free port of this machine."""

    def __init__(self, page, events):
        self.asked, self.pages = [], []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                if self.path.startswith("/events"):
                    outer.asked.append(self.path)
                    self.send_response(200)
                    self.send_header("Content-Type", "text/event-stream")
                    self.send_header("Cache-Control", "no-store")
                    self.end_headers()
                    for event in events:
                        lines = [f"event: {event['event']}", f"data: {event['data']}"]
                        if "id" in event:
                            lines.append(f"id: {event['id']}")
                        self.wfile.write(("\n".join(lines) + "\n\n").encode())
                        self.wfile.flush()
                        time.sleep(0.15)
                else:
                    outer.pages.append(self.path)
                    self.send_response(200 if self.path == "/" else 404)
                    self.send_header("Content-Type", "text/html; charset=utf-8")
                    self.send_header("Content-Length", str(len(page)))
                    self.end_headers()
                    self.wfile.write(page)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

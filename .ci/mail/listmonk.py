"""A listmonk as its documentation describes it, on loopback: Basic authentication, campaigns that are looked for by tags, stored as often as somebody
asks, and started from drafts alone. Each first part of a path is a server of its own. A part "kill-CALL-before" or "kill-CALL-after" ends the program
whose process id is in PIDFILE, with SIGKILL, when the call (find, make, start) comes for the first time, before or after the server has done it.

    python3 listmonk.py PORT PIDFILE     /NAME/campaigns lists what NAME has
"""
import base64, http.server, json, os, signal, sys, urllib.parse

port, pidfile = int(sys.argv[1]), sys.argv[2]
servers, killed = {}, set()


class Listmonk(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self, data, code=200):
        body = json.dumps({"data": data} if code == 200 else {"message": data}).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def kill(self, moment):
        if self.name == "kill-" + moment and self.name not in killed:
            killed.add(self.name)
            os.kill(int(open(pidfile).read()), signal.SIGKILL)

    def handle_call(self):
        url = urllib.parse.urlparse(self.path)
        _, self.name, *rest = url.path.split("/")
        campaigns = servers.setdefault(self.name, [])
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "null")
        if rest == ["campaigns"]:
            return self.answer(campaigns)
        if self.headers.get("Authorization") != "Basic " + base64.b64encode(b"recap:token").decode():
            return self.answer("invalid credentials", 403)
        call = {"GET": "find", "POST": "make", "PUT": "start"}[self.command]
        self.kill(call + "-before")
        if call == "find":
            tags = urllib.parse.parse_qs(url.query).get("tags", [])
            done = {"results": [c for c in campaigns if set(tags) <= set(c["tags"])]}
        elif call == "make":
            done = dict(body, id=len(campaigns) + 1, status="draft")
            campaigns.append(done)
        else:
            done = campaigns[int(rest[-2]) - 1]
            if done["status"] != "draft":
                return self.answer("only drafts can be started", 400)
            done["status"] = body["status"]
        self.kill(call + "-after")
        try:
            self.answer(done)
        except OSError:
            pass  # it was killed

    do_GET = do_POST = do_PUT = handle_call


http.server.ThreadingHTTPServer(("127.0.0.1", port), Listmonk).serve_forever()

"""A language client that speaks bytes: what a test sends is what the server gets."""

import json
import os
import subprocess
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLUETICK = os.environ.get("BLUETICK", str(ROOT / "build" / "release" / "bluetick"))
PATIENCE = float(os.environ.get("LSP_TEST_PATIENCE", "10"))

FULL_CAPABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "workspace": {
        "workspaceEdit": {
            "documentChanges": True,
            "changeAnnotationSupport": {"groupsOnLabel": False},
        }
    },
    "textDocument": {
        "publishDiagnostics": {
            "relatedInformation": True,
            "versionSupport": True,
            "codeDescriptionSupport": True,
            "dataSupport": True,
        },
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "codeAction": {
            "codeActionLiteralSupport": {
                "codeActionKind": {"valueSet": ["quickfix", "source.fixAll"]}
            },
            "isPreferredSupport": True,
            "disabledSupport": True,
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        },
    },
}


def with_pull(capabilities=None):
    """The same client, but one that asks for diagnostics itself."""
    merged = json.loads(json.dumps(capabilities or FULL_CAPABILITIES))
    merged.setdefault("textDocument", {})["diagnostic"] = {"dynamicRegistration": False}
    return merged


def frame(message):
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


class Client:
    """One server process. Use as a context manager: leaving it kills what still runs."""

    def __init__(self, *arguments, environment=None, cwd=None, program=BLUETICK):
        self.process = subprocess.Popen(
            [program, "server", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # ASan keeps what was freed for a while; without a cap that looks like a leak
            env={"ASAN_OPTIONS": "quarantine_size_mb=8", **os.environ, **(environment or {})},
            cwd=cwd,
        )
        self.messages = []  # all of them, in order
        self.arrived = threading.Condition()
        self.ended = False
        self.next_id = 1
        self.stderr = b""
        self.threads = [
            threading.Thread(target=self._read, daemon=True),
            threading.Thread(target=self._read_stderr, daemon=True),
        ]
        for thread in self.threads:
            thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for thread in self.threads:
            thread.join(5)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                pipe.close()
            except OSError:
                pass
        if failure[0] is None:
            assert b"Sanitizer" not in self.stderr, self.stderr.decode(errors="replace")

    def _read_stderr(self):
        self.stderr = self.process.stderr.read()

    def _read(self):
        out = self.process.stdout
        while True:
            length = None
            while True:
                line = out.readline()
                if not line:
                    with self.arrived:
                        self.ended = True
                        self.arrived.notify_all()
                    return
                if line == b"\r\n":
                    break
                name, _, value = line.partition(b":")
                if name == b"Content-Length":
                    length = int(value)
            message = json.loads(out.read(length))
            with self.arrived:
                self.messages.append(message)
                self.arrived.notify_all()

    # ---- sending ----

    def send_bytes(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message):
        self.send_bytes(frame(message))

    def notify(self, method, params=None):
        message = {"jsonrpc": "2.0", "method": method}
        if params is not None:
            message["params"] = params
        self.send(message)

    def start_request(self, method, params=None, id=None):
        if id is None:
            id = self.next_id
            self.next_id += 1
        message = {"jsonrpc": "2.0", "id": id, "method": method}
        if params is not None:
            message["params"] = params
        self.send(message)
        return id

    # ---- waiting ----

    def wait(self, wanted, start=0, patience=PATIENCE, what="a message"):
        """The first message from index `start` on that `wanted` accepts."""
        deadline = time.monotonic() + patience
        with self.arrived:
            while True:
                for message in self.messages[start:]:
                    if wanted(message):
                        return message
                left = deadline - time.monotonic()
                if left <= 0 or self.ended:
                    break
                self.arrived.wait(left)
        raise AssertionError(
            f"{what} did not come; last messages: {self.messages[-5:]}; "
            f"exit code {self.process.poll()}; stderr: {self.stderr[-4000:]!r}"
        )

    def wait_answer(self, id, start=0):
        return self.wait(
            lambda m: "method" not in m and m.get("id") == id, start, what=f"answer to {id}"
        )

    def request(self, method, params=None, id=None):
        answer = self.wait_answer(self.start_request(method, params, id))
        assert "error" not in answer, answer
        return answer["result"]

    def request_error(self, method, params=None, id=None):
        answer = self.wait_answer(self.start_request(method, params, id))
        assert "result" not in answer, answer
        return answer["error"]["code"]

    def notifications(self, method):
        with self.arrived:
            return [m["params"] for m in self.messages if m.get("method") == method]

    def wait_exit(self, patience=5):
        return self.process.wait(patience)

    # ---- the usual conversation ----

    def initialize(self, capabilities=None, **more):
        params = {
            "processId": None,
            "rootUri": None,
            "capabilities": FULL_CAPABILITIES if capabilities is None else capabilities,
            **more,
        }
        result = self.request("initialize", params)
        self.notify("initialized", {})
        return result

    def open(self, uri, text, version=1, language="python"):
        self.notify(
            "textDocument/didOpen",
            {
                "textDocument": {
                    "uri": uri,
                    "languageId": language,
                    "version": version,
                    "text": text,
                }
            },
        )

    def change(self, uri, version, *changes):
        self.notify(
            "textDocument/didChange",
            {
                "textDocument": {"uri": uri, "version": version},
                "contentChanges": list(changes),
            },
        )

    def close(self, uri):
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def diagnostics(self, uri, version):
        """What was pushed for this version."""
        pushed = self.wait(
            lambda m: m.get("method") == "textDocument/publishDiagnostics"
            and m["params"]["uri"] == uri
            and m["params"].get("version") == version,
            what=f"diagnostics of {uri} version {version}",
        )
        return pushed["params"]["diagnostics"]

    def pull(self, uri, previous=None):
        params = {"textDocument": {"uri": uri}}
        if previous is not None:
            params["previousResultId"] = previous
        return self.request("textDocument/diagnostic", params)

    def shutdown(self):
        self.request("shutdown")
        self.notify("exit")
        return self.wait_exit()


def edit(start_line, start_character, end_line, end_character, text):
    return {
        "range": {
            "start": {"line": start_line, "character": start_character},
            "end": {"line": end_line, "character": end_character},
        },
        "text": text,
    }


def replace_all(text):
    return {"text": text}

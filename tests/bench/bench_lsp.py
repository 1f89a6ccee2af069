"""How long an editor waits: from the write of didChange to the diagnostics of that version.

    python3 tests/bench/bench_lsp.py                         # bluetick, pushed diagnostics
    python3 tests/bench/bench_lsp.py --server "ruff server"  # any other server
    python3 tests/bench/bench_lsp.py --pull                  # ask for diagnostics instead

Every edit is taken back after it was measured, so each round starts from the same
text. Prints one table: median and 95th percentile in milliseconds, and resident memory.
"""

import argparse
import json
import os
import selectors
import shlex
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = "/tmp/bluetick_bench"
URI = f"file://{FOLDER}/store.py"
SMALL = "import os\n\n\ndef load(path):\n    return os.stat(path)\n"

HEADER = '''"""Orders of the shop."""

import asyncio
import json
import logging
from dataclasses import dataclass

import requests

logger = logging.getLogger(__name__)


'''

BODIES = [
    '''def load_orders_{i}(path, limit={i}):
    """Load the orders of one file.

    Args:
        path: Where the file is.
        limit: How many to read at most.

    Returns:
        The orders, oldest first.
    """
    orders = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            order = json.loads(line)
            if order["total"] > limit and order["state"] != "cancelled":
                orders.append(order)
    return sorted(orders, key=lambda order: order["created"])


''',
    '''def total_by_customer_{i}(orders, rates):
    """Add up what each customer ordered.

    Args:
        orders: The orders to add up.
        rates: Exchange rates by currency.

    Returns:
        The totals by customer.
    """
    totals = {{}}
    for order in orders:
        customer = order["customer"]
        amount = order["total"] * rates.get(order["currency"], {i})
        totals[customer] = totals.get(customer, 0) + amount
        if amount < 0:
            logger.warning("negative amount in %s", order["id"])
    return {{name: round(total, 2) for name, total in totals.items()}}


''',
    '''def fetch_price_{i}(session, article):
    """Fetch one price.

    Args:
        session: The session to ask with.
        article: The article's number.

    Returns:
        The price, or None when there is none.
    """
    try:
        answer = session.get(f"https://prices.example/{i}/{{article}}", timeout=10)
        answer.raise_for_status()
    except requests.RequestException as error:
        logger.error("no price for %s: %s", article, error)
        return None
    return answer.json().get("price")


''',
    '''async def notify_{i}(queue, messages, pause=0.{i}):
    """Send messages one by one.

    Args:
        queue: Where the messages go.
        messages: What to send.
        pause: Seconds between two of them.
    """
    sent = 0
    for message in messages:
        await queue.put({{"number": sent, "text": message.strip()}})
        sent += 1
        if sent % 100 == 0:
            await asyncio.sleep(pause)
    logger.info("%d messages sent", sent)


''',
]

# One of these for every hundred functions: a finding, so that there is something to publish.
SMELLY = '''def plain_{i}(left, right):
    result = left * {i} + right
    return result


'''


def source(count):
    functions = []
    every = max(count // 50, 2)
    for i in range(count):
        body = SMELLY if i % every == 0 else BODIES[i % len(BODIES)]
        functions.append(body.format(i=i))
    return HEADER + "".join(functions)


class Server:
    def __init__(self, command, pull, folder=FOLDER, uri=URI):
        self.pull = pull
        self.folder = folder
        self.uri = uri
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.process.stdout, selectors.EVENT_READ)
        os.set_blocking(self.process.stdout.fileno(), False)
        self.pending = b""
        self.next_id = 1
        self.version = 0
        self.text_lines = 0

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        data = b"Content-Length: %d\r\n\r\n" % len(body) + body
        moment = time.perf_counter()
        self.process.stdin.write(data)
        self.process.stdin.flush()
        return moment

    def frame(self, deadline):
        """The next message and when its last byte was read."""
        while True:
            end = self.pending.find(b"\r\n\r\n")
            if end >= 0:
                head = self.pending[:end].lower()
                length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
                if len(self.pending) >= end + 4 + length:
                    moment = time.perf_counter()
                    body = self.pending[end + 4 : end + 4 + length]
                    self.pending = self.pending[end + 4 + length :]
                    return json.loads(body), moment
            if not self.selector.select(max(0, deadline - time.perf_counter())):
                raise TimeoutError("no answer")
            piece = self.process.stdout.read(1 << 20)
            if piece == b"":
                raise EOFError(f"the server ended: {self.process.poll()}")
            self.pending += piece or b""

    def answer_server(self, message):
        """What a server asks of its client gets the answer of a client without opinions."""
        result = None
        if message["method"] == "workspace/configuration":
            result = [None] * len(message["params"]["items"])
        self.send({"id": message["id"], "result": result})

    def wait(self, wanted, patience=300):
        deadline = time.perf_counter() + patience
        while True:
            message, moment = self.frame(deadline)
            if "method" in message and "id" in message:
                self.answer_server(message)
            elif wanted(message):
                return message, moment

    def request(self, method, params):
        id = self.next_id
        self.next_id += 1
        self.send({"id": id, "method": method, "params": params})
        answer, moment = self.wait(lambda m: "method" not in m and m.get("id") == id)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"], moment

    def initialize(self):
        diagnostics = {"publishDiagnostics": {"versionSupport": True, "relatedInformation": True}}
        if self.pull:
            diagnostics["diagnostic"] = {}
        os.makedirs(self.folder, exist_ok=True)
        self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": f"file://{self.folder}",
                "workspaceFolders": [{"uri": f"file://{self.folder}", "name": "bench"}],
                "capabilities": {
                    "general": {"positionEncodings": ["utf-16"]},
                    "textDocument": diagnostics,
                    "workspace": {"configuration": True, "workspaceFolders": True},
                },
            },
        )
        self.send({"method": "initialized", "params": {}})

    def settled(self):
        """When the diagnostics of the newest version are there, and how many there are."""
        if self.pull:
            result, moment = self.request("textDocument/diagnostic", {"textDocument": {"uri": self.uri}})
            return moment, len(result.get("items", []))
        message, moment = self.wait(
            lambda m: m.get("method") == "textDocument/publishDiagnostics"
            and m["params"]["uri"] == self.uri
            and m["params"].get("version", self.version) == self.version
        )
        return moment, len(message["params"]["diagnostics"])

    def open(self, text):
        self.version += 1
        document = {"uri": self.uri, "languageId": "python", "version": self.version, "text": text}
        moment = self.send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        end, count = self.settled()
        return end - moment, count

    def change(self, start, end, text):
        """Seconds from the write to the diagnostics."""
        self.version += 1
        change = {
            "range": {
                "start": {"line": start[0], "character": start[1]},
                "end": {"line": end[0], "character": end[1]},
            },
            "text": text,
        }
        params = {
            "textDocument": {"uri": self.uri, "version": self.version},
            "contentChanges": [change],
        }
        moment = self.send({"method": "textDocument/didChange", "params": params})
        return self.settled()[0] - moment

    def resident(self):
        """Bytes of the process and its children, in MB."""
        total = 0
        family = [self.process.pid]
        while family:
            pid = family.pop()
            try:
                status = Path(f"/proc/{pid}/status").read_text()
                children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            except OSError:
                continue
            total += int(status.split("VmRSS:")[1].split()[0])
            family += [int(child) for child in children]
        return total / 1024

    def end(self):
        try:
            self.request("shutdown", None)
            self.send({"method": "exit"})
            self.process.wait(5)
        except (OSError, RuntimeError, TimeoutError, EOFError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()


def milliseconds(samples):
    ordered = sorted(samples)
    high = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return statistics.median(ordered) * 1000, high * 1000


def body_lines(text, count):
    """Rows inside function bodies, spread over the file."""
    rows = [
        row
        for row, line in enumerate(text.split("\n"))
        if line.startswith("    ") and ("= " in line) and "==" not in line and '"""' not in line
    ]
    step = max(len(rows) // count, 1)
    return rows[step // 2 :: step][:count]


def measure(server, text, rounds, budget):
    lines = text.split("\n")
    rows = body_lines(text, rounds)
    pasted = "".join(body.format(i=f"9{k}") for k in range(8) for body in BODIES)
    pasted = "\n".join(pasted.split("\n")[:500]) + "\n"
    import_row = lines.index("import json")
    scenarios = {"keystroke": [], "new line": [], "new import": [], "paste 500 lines": [], "undo": []}

    def both(name, undo_name, row, column, inserted):
        grown = inserted.count("\n")
        end = (row, column + len(inserted))
        if grown:
            end = (row + grown, len(inserted) - inserted.rfind("\n") - 1)
        scenarios[name].append(server.change((row, column), (row, column), inserted))
        back = server.change((row, column), end, "")
        if undo_name:
            scenarios[undo_name].append(back)

    def repeat(what):
        begun = time.perf_counter()
        for number, row in enumerate(rows):
            what(number, row)
            if time.perf_counter() - begun > budget and number >= 2:
                break

    def name_end(row):
        line = lines[row]
        return len(line) - len(line.lstrip()) + 1

    repeat(lambda number, row: both("keystroke", "undo", row, name_end(row), "x"))
    repeat(lambda number, row: both("new line", None, row, len(lines[row]), "\n    "))
    repeat(lambda number, row: both("new import", None, import_row, 0, f"import module_{number}\n"))
    start_of_function = [r for r, l in enumerate(lines) if l.startswith(("def ", "async def "))]
    middle = start_of_function[len(start_of_function) // 2]
    repeat(lambda number, row: both("paste 500 lines", None, middle, 0, pasted))
    return scenarios


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--server", default=f"{ROOT}/build/release/bluetick server")
    parser.add_argument("--pull", action="store_true", help="use textDocument/diagnostic")
    parser.add_argument("--sizes", default="100,1000,10000")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--budget", type=float, default=30, help="seconds for a scenario at most")
    parser.add_argument("--check", action="store_true", help="fail when a target is missed")
    options = parser.parse_args()
    command = shlex.split(options.server)
    missed = []

    starts = []
    for _ in range(10):
        server = Server(command, options.pull)
        server.initialize()
        server.open(SMALL)
        starts.append(time.perf_counter() - server.started)
        time.sleep(0.2)
        idle = server.resident()
        server.end()
    median, high = milliseconds(starts)
    print(f"server: {options.server}")
    print(f"start to first diagnostic: {median:.1f} ms median, {high:.1f} ms p95")
    print(f"resident, idle with a small file: {idle:.1f} MB")
    if median > 30:
        missed.append("start")
    if idle > 15:
        missed.append("idle memory")

    print()
    print("| functions | findings | open | " + " | ".join(
        ["keystroke", "new line", "new import", "paste 500 lines", "undo"]) + " | resident |")
    print("|---|---|---|---|---|---|---|---|---|")
    targets = {1000: 3, 10000: 5}
    for size in [int(size) for size in options.sizes.split(",")]:
        text = source(size)
        server = Server(command, options.pull)
        server.initialize()
        opened, count = server.open(text)
        scenarios = measure(server, text, options.rounds, options.budget)
        cells = []
        for name, samples in scenarios.items():
            median, high = milliseconds(samples)
            cells.append(f"{median:.1f} / {high:.1f}")
            if name in ("keystroke", "new line", "undo") and median > targets.get(size, 1e9):
                missed.append(f"{name} at {size}")
        print(f"| {size} | {count} | {opened * 1000:.0f} | " + " | ".join(cells)
              + f" | {server.resident():.0f} MB |")
        sys.stdout.flush()
        server.end()
    print("\nmedian / 95th percentile in milliseconds; open: the first analysis")
    if missed:
        print("over the target: " + ", ".join(missed))
    return 1 if missed and options.check else 0


if __name__ == "__main__":
    sys.exit(main())

"""The sample project's fetch step, run before and after `--fix --unsafe-fixes`: same output, much sooner."""

import contextlib
import http.server
import json
import re
import shutil
import socketserver
import subprocess
import sys
import threading
import time

from binary import TOP

ITEMS = 40
LATENCY = 0.02
PAIRS = 12  # at most; the shortest run of each counts: a busy machine only adds to what a run takes
AIM = 5


class Supplier(http.server.BaseHTTPRequestHandler):
    """Answers each item after 20 ms; every seventh is sold no longer."""

    wbufsize = -1
    disable_nagle_algorithm = True

    def log_message(self, format, *args):
        pass

    def do_GET(self):
        with self.server.lock:
            self.server.active += 1
            self.server.peak = max(self.server.peak, self.server.active)
            self.server.asked.append(self.path)
        time.sleep(LATENCY)
        number = int(self.path.rpartition("-")[2])
        body = json.dumps({"title": f"item {number}", "price": number * 25, "discontinued": number % 7 == 3}).encode()
        with self.server.lock:
            self.server.active -= 1
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 128


@contextlib.contextmanager
def supplier():
    with Server(("127.0.0.1", 0), Supplier) as server:
        server.lock = threading.Lock()
        server.active = server.peak = 0
        server.asked = []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()


def refresh(folder):
    """Run the step; its output, the seconds of the fetch, the paths asked for and how many at once."""
    with supplier() as server:
        skus = [f"sku-{number}" for number in range(ITEMS)]
        base_url = f"http://127.0.0.1:{server.server_address[1]}"
        done = subprocess.run(
            [sys.executable, "-m", "shop.refresh", base_url, *skus],
            cwd=folder, capture_output=True, text=True, check=True, timeout=60,
        )
        seconds = float(re.search(r"fetched in ([\d.]+) s", done.stderr).group(1))
        return done.stdout, seconds, server.asked, server.peak


def test_the_fix_makes_the_fetch_step_five_times_faster(bluetick, tmp_path):
    before, after = tmp_path / "before", tmp_path / "after"
    for folder in (before, after):
        shutil.copytree(TOP / "tests" / "sample" / "shop", folder / "shop")
    fixed = bluetick("check", "--no-cache", "--isolated", "--fix", "--unsafe-fixes", "--select", "io", "shop", cwd=after)
    assert fixed.returncode in (0, 1), fixed.stderr
    assert (before / "shop/refresh.py").read_text() != (after / "shop/refresh.py").read_text()

    slow, fast, ratio = [], [], 0.0
    while ratio < AIM and len(slow) < PAIRS:
        slow.append(refresh(before))
        fast.append(refresh(after))
        ratio = min(run[1] for run in slow) / min(run[1] for run in fast)

    assert {run[0] for run in slow} == {run[0] for run in fast}
    assert len(json.loads(slow[0][0])) == sum(number % 7 != 3 for number in range(ITEMS))
    assert all(sorted(run[2]) == sorted(slow[0][2]) for run in slow + fast)
    assert {run[3] for run in slow} == {1}
    assert max(run[3] for run in fast) <= 8
    print(f"fetch step: {min(r[1] for r in slow):.3f} s before, {min(r[1] for r in fast):.3f} s after, {ratio:.1f} x")
    assert ratio >= AIM

"""Bad input: never a crash, never a hang, never silence."""

import json
import os
import signal
import socket
import subprocess
import threading
import time

import pytest

from binary import BLUETICK

HEALTHY = "def healthy():\n    return 1\n"

# Each is a whole file that must be scanned, within the time limit, with exit code 0 or 1.
READABLE = {
    "empty": b"",
    "only_a_mark": b"\xef\xbb\xbf",
    "mark": b"\xef\xbb\xbfx = 1\n",
    "half_typed": b"def f(:\n    if x ==\n        return [1, \n" + HEALTHY.encode(),
    "open_string": b'x = """never closed\n' + HEALTHY.encode(),
    "open_bracket": b"x = [1, (2, {3\n" + HEALTHY.encode(),
    "closing_brackets": b")]}" * 1000 + b"\n",
    "nul": b"x = 1\0\0\ny = 2\n" + HEALTHY.encode(),
    "only_nul": b"\0" * 10000,
    "crlf": b"def f():\r\n    return 1\r\n",
    "lone_cr": b"def f():\r    return 1\r",
    "form_feed": b"\x0c\ndef f():\n\x0c    return 1\n",
    "mixed_tabs": b"if x:\n\ty = 1\n        z = 2\n",
    "cookie": "# -*- coding: latin-1 -*-\nname = 'é'\n".encode("latin-1"),
    "cookie_line_two": "#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nname = '€'\n".encode("cp1252"),
    "backslash_at_the_end": b"x = 1 + \\",
    "astral": "x = '𝒳' * 3\n𝓎 = 1\n".encode(),
    "one_long_line": b"x = '" + b"a" * 4_000_000 + b"'\n",
    "one_long_line_of_code": b"x = f(" + b"a, " * 1_300_000 + b")\n",
    "nested_brackets": b"x = " + b"[" * 50_000 + b"]" * 50_000 + b"\n",
    "open_brackets": b"x = " + b"(" * 50_000,
    "nested_calls": b"x = " + b"f(" * 50_000 + b")" * 50_000 + b"\n",
    "long_sum": b"x = " + b"a + " * 200_000 + b"a\n",
    "long_sum_in_function": b"def f(a):\n    return " + b"a + " * 200_000 + b"a\n",
    "call_chain": b"x = a" + b".b()" * 10_000 + b"\n",
    "elif_chain": b"def f(x):\n    if x:\n        pass\n" + b"    elif x:\n        pass\n" * 10_000,
    "deep_indent": b"".join(b" " * i + b"if x:\n" for i in range(2_000)) + b" " * 2_000 + b"pass\n",
    "deep_definitions": b"".join(b" " * i + b"def f():\n" for i in range(1_000)) + b" " * 1_000 + b"pass\n",
    "not_chain": b"x = " + b"not " * 100_000 + b"y\n",
    "decorators": b"@d\n" * 50_000 + b"def f(): pass\n",
    "f_string_fields": b"x = f'" + b"{a}" * 100_000 + b"'\n",
    "nested_f_strings": b"x = " + b"f'{" * 500 + b"1" + b"}'" * 500 + b"\n",
    "lambda_chain": b"x = " + b"lambda: " * 50_000 + b"1\n",
    "comments": b"# bluetick: ignore[\n" * 20_000,
}


def report(done):
    assert done.returncode in (0, 1, 3), (done.returncode, done.stderr.decode())
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", READABLE)
def test_hostile_text_is_scanned(bluetick, name):
    bluetick.write("case.py", READABLE[name])
    done = bluetick("check", "--isolated", "--no-cache", "--format", "json", "case.py", timeout=60)
    assert report(done)["summary"]["files"] == 1
    assert done.returncode in (0, 1)


@pytest.mark.parametrize("name", READABLE)
def test_hostile_text_is_parsed(bluetick, name):
    """A scan parses what its rules ask for; this parses all of it."""
    bluetick.write("case.py", READABLE[name])
    done = bluetick("debug", "ast", "case.py", timeout=60)
    assert done.returncode == 0, done.stderr.decode()


def notes_of(bluetick, *arguments):
    done = bluetick("check", "--isolated", "--no-cache", "--format", "concise", *arguments)
    return done.returncode, done.stdout.decode() + done.stderr.decode()


@pytest.mark.parametrize("content, word", [
    (b"# coding: no-such-codec\nx = 1\n", "no-such-codec"),
    (b"x = '\xff\xfe'\n", "UTF-8"),
])
def test_undecodable_text_is_a_note(bluetick, content, word):
    bluetick.write("bad.py", content)
    bluetick.write("good.py", HEALTHY)
    code, told = notes_of(bluetick, ".")
    assert code in (0, 1)
    assert "bad.py" in told and word.lower() in told.lower()
    assert "1 skipped" in told


def test_too_large_is_a_note(bluetick):
    bluetick.write("large.py", b"# " + b"a" * 10_000_001)
    code, told = notes_of(bluetick, ".")
    assert code == 0 and "large.py" in told and "1 skipped" in told


def test_unreadable_inputs_end_with_3_and_the_rest_is_scanned(bluetick):
    bluetick.write("good.py", HEALTHY)
    os.mkfifo(bluetick.folder / "fifo.py")
    with socket.socket(socket.AF_UNIX) as listener:
        # A socket's path is short; the folder of the test may not be.
        listener.bind(os.path.relpath(bluetick.folder / "socket.py"))
        (bluetick.folder / "dangling.py").symlink_to("nowhere.py")
        (bluetick.folder / "loop.py").symlink_to("loop.py")
        done = bluetick("check", "--isolated", "--format", "json", ".", timeout=20)
    assert done.returncode == 3
    assert json.loads(done.stdout)["summary"] == {
        **json.loads(done.stdout)["summary"], "files": 5, "skipped": 4}
    code, told = notes_of(bluetick, ".")
    assert code == 3
    for name in ("fifo.py", "socket.py", "dangling.py", "loop.py"):
        assert name in told


@pytest.mark.parametrize("named", ["missing.py", "missing/folder", "a\nb.py"])
def test_missing_arguments_end_with_3(bluetick, named):
    bluetick.write("good.py", HEALTHY)
    code, told = notes_of(bluetick, named, "good.py")
    assert code == 3 and "no such file" in told


def as_nobody():
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)


@pytest.mark.parametrize("target", ["file", "folder"])
def test_no_permission_ends_with_3(bluetick, tmp_path_factory, target):
    """Root may read anything: the scan runs as nobody, in a folder that nobody can reach."""
    import tempfile
    with tempfile.TemporaryDirectory() as top:
        os.chmod(top, 0o755)
        for name in ("good.py", "closed.py", "closed/inside.py"):
            path = os.path.join(top, name)
            if name == "closed/inside.py":
                os.mkdir(os.path.dirname(path))
            with open(path, "w", encoding="utf-8") as file:
                file.write(HEALTHY)
        closed = os.path.join(top, "closed.py" if target == "file" else "closed")
        os.chmod(closed, 0)
        drop = {"preexec_fn": as_nobody} if os.getuid() == 0 else {}
        binary = os.path.join(top, "bluetick")
        with open(BLUETICK, "rb") as source, open(binary, "wb") as copy:
            copy.write(source.read())
        os.chmod(binary, 0o755)
        done = subprocess.run(
            [binary, "check", "--isolated", "--format", "concise", "."], cwd=top,
            capture_output=True, timeout=20, check=False, env={"PATH": os.environ["PATH"]}, **drop)
        os.chmod(closed, 0o755)
    assert done.returncode == 3, done.stderr.decode()
    assert "permission denied" in done.stdout.decode()
    assert ("closed.py" if target == "file" else "closed") in done.stdout.decode()


def test_linked_folders_end(bluetick):
    bluetick.write("a/b/one.py", HEALTHY)
    (bluetick.folder / "a/b/up").symlink_to("../..")
    (bluetick.folder / "a/self").symlink_to(".")
    done = bluetick("check", "--isolated", "--show-files", ".", timeout=20)
    assert done.stdout.decode().split() == ["a/b/one.py"]
    assert done.returncode == 0


def test_a_folder_outside_is_reached_by_its_link_once(bluetick):
    bluetick.write("outside/one.py", HEALTHY)
    (bluetick.folder / "in").mkdir()
    for name in ("x", "y"):
        (bluetick.folder / "in" / name).symlink_to("../outside")
    done = bluetick("check", "--isolated", "--show-files", "in", timeout=20)
    assert done.stdout.decode().split() == ["in/x/one.py"]


def test_files_that_vanish_while_scanning(bluetick):
    names = [f"f{number:04}.py" for number in range(2000)]
    for name in names:
        bluetick.write(name, HEALTHY * 20)
    stop = threading.Event()

    def remove():
        for name in reversed(names):
            if stop.is_set():
                return
            (bluetick.folder / name).unlink()

    with subprocess.Popen(
        [str(BLUETICK), "check", "--isolated", "--format", "json", "--jobs", "1", "."],
        cwd=bluetick.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as scan:
        remover = threading.Thread(target=remove)
        remover.start()
        output, _ = scan.communicate(timeout=60)
        stop.set()
        remover.join()
    summary = json.loads(output)["summary"]
    # Every file that the walk met is accounted for: scanned, or skipped with exit code 3.
    assert scan.returncode == (3 if summary["skipped"] else 0)


def test_deleted_between_listing_and_reading(bluetick):
    bluetick.write("good.py", HEALTHY)
    bluetick.write("list.txt", "good.py\ngone.py\n")
    done = bluetick("check", "--isolated", "--format", "json", "--files-from", "list.txt")
    assert done.returncode == 3
    assert json.loads(done.stdout)["summary"]["skipped"] == 1


# ---- output that cannot be written ----------------------------------------------------------


def test_full_disk_is_an_error(bluetick):
    bluetick.write("a.py", HEALTHY)
    with open("/dev/full", "wb") as full:
        done = subprocess.run([str(BLUETICK), "check", "--isolated", "--format", "json", "a.py"],
                              cwd=bluetick.folder, stdout=full, stderr=subprocess.PIPE,
                              timeout=20, check=False)
    assert done.returncode == 2
    assert b"cannot write" in done.stderr


def test_lost_reader_ends_without_a_signal(bluetick):
    for number in range(200):
        bluetick.write(f"f{number}.py", HEALTHY)
    with subprocess.Popen([str(BLUETICK), "rule", "--format", "json"], cwd=bluetick.folder,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_DFL)) as run:
        run.stdout.close()
        assert run.wait(timeout=20) in (0, 2)


def test_closed_output_is_an_error(bluetick):
    bluetick.write("a.py", HEALTHY)
    done = subprocess.run(f"exec {BLUETICK} check --isolated a.py >&-", shell=True,
                          cwd=bluetick.folder, capture_output=True, timeout=20, check=False)
    assert done.returncode == 2


def test_report_file_in_a_missing_folder_is_an_error(bluetick):
    bluetick.write("a.py", HEALTHY)
    done = bluetick("check", "--isolated", "--format", "json:no/such/folder.json", "a.py")
    assert done.returncode == 2
    assert b"no/such/folder.json" in done.stderr


def test_time_does_not_grow_with_the_square(bluetick):
    """Four times the text may not take more than eight times as long (plus the start)."""
    def seconds(terms):
        bluetick.write("case.py", b"x = " + b"a + " * terms + b"a\n")
        start = time.monotonic()
        bluetick("check", "--isolated", "--no-cache", "case.py", timeout=60)
        return time.monotonic() - start
    small = min(seconds(50_000) for _ in range(2))
    assert any(seconds(200_000) < 8 * small + 1 for _ in range(3))  # other work may slow one down

"""Shapes that need the list, or where reading lazily would give something else."""
import io
import os
import shutil
import socket
import subprocess
from pathlib import Path


def indexes(f: io.TextIOWrapper, n):
    yield f.readlines()[-1]
    yield f.readlines()[n]
    yield f.readlines()[:-1]
    yield f.readlines()[n:]
    yield f.readlines()[1:]
    yield f.readlines()[::2]
    yield f.readlines()[1:5]
    for line in f.readlines()[-10:]:
        yield line
    for line in f.readlines()[:n]:
        yield line


def whole(f: io.TextIOWrapper, known):
    for line in reversed(f.readlines()):
        print(line)
    lines = f.readlines()
    lines.sort()
    for line in lines:
        print(line)
    more = f.readlines()
    print(len(more))
    for line in more:
        print(line)
    changed = f.readlines()
    changed.append("")
    for line in changed:
        print(line)
    if known in f.readlines():
        return f.readlines(100)
    return f.readlines()


class Kept:
    def load(self, path, use):
        with open(path) as f:
            self.lines = f.readlines()
        with open(path) as f:
            use(f.readlines())
        with open(path) as f:
            late = f.readlines()
        for line in late:
            print(line)


def touched(path, other):
    with open(path) as f:
        for line in f.readlines():
            f.seek(0)
            print(line)
    with open(path) as f:
        for line in f.readlines():
            print(f.readline(), line)
    with open(path) as f:
        for line in f.readlines():
            f.close()
            print(line)
    with open(path) as f:
        lines = f.readlines()
        f.seek(0)
        for line in lines:
            print(line)
    with open(path) as f:
        lines = f.readlines()
        with open(path, "w") as out:
            out.write(other)
        for line in lines:
            print(line)


def replaced(path: Path, name):
    with path.open() as f:
        for line in f.readlines():
            path.unlink()
            print(line)
    with open(name) as f:
        for line in f.readlines():
            os.rename(name, line)
    with open(name) as f:
        for line in f.readlines():
            shutil.move(name, line)
    with open(name) as f:
        for line in f.readlines():
            os.replace(line, name)


def read_on(path):
    with open(path) as f:
        first = f.readlines()[0]
        rest = f.read()
    with open(path) as f:
        for line in f.readlines():
            if not line.strip():
                break
        return first, rest, f.read()


def update(path):
    with open(path, "r+") as f:
        for line in f.readlines():
            print(line)
    with open(path, mode="a+") as f:
        for line in f.readlines():
            print(line)


def shared(path):
    with open(path) as f:
        def reset():
            f.seek(0)

        for line in f.readlines():
            reset()
            print(line)


def others(text, data, command, connection: socket.socket):
    for line in io.StringIO(text).readlines():
        print(line)
    for line in io.BytesIO(data).readlines():
        print(line)
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    for line in process.stdout.readlines():
        print(line)
    for line in connection.makefile().readlines():
        print(line)
    for line in text.splitlines():
        print(line)
    with open(command) as f:
        for line in f.read().splitlines(True):
            print(line)
        for line in f.read().split(","):
            print(line)
        for line in f:
            print(line)
        copy = list(f)
        return copy

"""Whole files that are only passed on."""
import gzip
import hashlib
import sys
from hashlib import md5
from pathlib import Path
from typing import BinaryIO


def copies(source, target):
    with open(source) as src, open(target, "w") as dst:
        dst.write(src.read())  # expect: memory/read-whole-file
    with gzip.open(source) as src, Path(target).open("wb") as dst:
        dst.write(src.read())  # expect: memory/read-whole-file
    with open(source) as src:
        sys.stdout.write(src.read())  # expect: memory/read-whole-file
    sys.stdout.write(open(source).read())  # expect: memory/read-whole-file


def given(src: BinaryIO, dst: BinaryIO):
    dst.write(src.read())  # expect: memory/read-whole-file


class Archive:
    def __init__(self, path):
        self.file = open(path, "ab")

    def add(self, path):
        with open(path, "rb") as part:
            self.file.write(part.read())  # expect: memory/read-whole-file


def hashes(path, known):
    with open(path, "rb") as f:
        total = hashlib.sha256(f.read())  # expect: memory/read-whole-file
        f.seek(0)
        if not known:
            return md5(f.read()).hexdigest()  # expect: memory/read-whole-file
        f.seek(0)
        chunk = hashlib.blake2b(f.read(), digest_size=8).hexdigest()  # expect: memory/read-whole-file
        f.seek(0)
        if hashlib.sha1(f.read()).hexdigest() == known:  # expect: memory/read-whole-file
            return None
        return total, chunk, known or hashlib.sha1(f.read()).digest()  # expect: memory/read-whole-file

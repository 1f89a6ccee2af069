"""Whole files that are only passed on."""
import gzip
import hashlib
import shutil
import sys
from hashlib import md5
from pathlib import Path
from typing import BinaryIO


def copies(source, target):
    with open(source) as src, open(target, "w") as dst:
        shutil.copyfileobj(src, dst)  # expect: memory/read-whole-file
    with gzip.open(source) as src, Path(target).open("wb") as dst:
        shutil.copyfileobj(src, dst)  # expect: memory/read-whole-file
    with open(source) as src:
        shutil.copyfileobj(src, sys.stdout)  # expect: memory/read-whole-file
    shutil.copyfileobj(open(source), sys.stdout)  # expect: memory/read-whole-file


def given(src: BinaryIO, dst: BinaryIO):
    shutil.copyfileobj(src, dst)  # expect: memory/read-whole-file


class Archive:
    def __init__(self, path):
        self.file = open(path, "ab")

    def add(self, path):
        with open(path, "rb") as part:
            shutil.copyfileobj(part, self.file)  # expect: memory/read-whole-file


def hashes(path, known):
    with open(path, "rb") as f:
        hasher = hashlib.sha256()
        while _chunk := f.read(65536):
            hasher.update(_chunk)
        total = hasher  # expect: memory/read-whole-file
        f.seek(0)
        if not known:
            hasher = md5()
            while _chunk := f.read(65536):
                hasher.update(_chunk)
            return hasher.hexdigest()  # expect: memory/read-whole-file
        f.seek(0)
        hasher = hashlib.blake2b(digest_size=8)
        while _chunk := f.read(65536):
            hasher.update(_chunk)
        chunk = hasher.hexdigest()  # expect: memory/read-whole-file
        f.seek(0)
        if hashlib.sha1(f.read()).hexdigest() == known:  # expect: memory/read-whole-file
            return None
        return total, chunk, known or hashlib.sha1(f.read()).digest()  # expect: memory/read-whole-file

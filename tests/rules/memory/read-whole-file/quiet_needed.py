"""Whole texts that are needed, handles that are not known, and copies within one file."""
import hashlib
import io
import json


def changed(path, target):
    with open(path) as src, open(target, "w") as dst:
        text = src.read()
        dst.write(text.upper())
        dst.write(src.read().strip())
        print(dst.write(src.read()))
    return json.loads(text)


def head(path, target):
    with open(path, "rb") as src, open(target, "wb") as dst:
        dst.write(src.read(512))


def unknown(src, dst):
    dst.write(src.read())
    return hashlib.sha256(src.read())


def buffers(path):
    with open(path, "rb") as src:
        buffer = io.BytesIO()
        buffer.write(src.read())
    out = open(path + ".copy", "wb")
    out.write(buffer.read())
    return buffer


def doubled(path):
    with open(path) as src, open(path, "a") as dst:
        dst.write(src.read())


def itself(path):
    with open(path, "r+") as f:
        f.write(f.read())


class Hashes:
    def sha256(self, data):
        return len(data)


def own_hash(path, hashlib: Hashes):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read())


def pieces(path):
    digest = hashlib.sha256()
    with open(path, "rb") as f:
        while chunk := f.read(65536):
            digest.update(chunk)
    return digest, hashlib.sha256(path.encode())

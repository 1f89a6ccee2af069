import hashlib


def digest(path):
    with open(path, "rb") as source:
        hasher = hashlib.blake2b(digest_size=16)
        while chunk := source.read(65536):
            hasher.update(chunk)
        return hasher.hexdigest()

import urllib.request


def fetch(url, target):
    with urllib.request.urlopen(url, timeout=30) as reply, open(target, "wb") as out:
        out.write(reply.read())
        return reply.status

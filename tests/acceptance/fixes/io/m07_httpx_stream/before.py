import httpx


def save(url, path):
    path.write_bytes(httpx.get(url, timeout=60).content)


def checked(url, target):
    response = httpx.get(url, timeout=60)
    response.raise_for_status()

    # only then
    with open(target, "wb") as out:
        out.write(response.content)
    return response.status_code

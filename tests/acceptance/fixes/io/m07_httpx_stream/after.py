import httpx


def save(url, path):
    with httpx.stream("GET", url, timeout=60) as response:
        with path.open("wb") as out:
            for chunk in response.iter_bytes():
                out.write(chunk)


def checked(url, target):
    with httpx.stream("GET", url, timeout=60) as response:
        response.raise_for_status()

        # only then
        with open(target, "wb") as out:
            for chunk in response.iter_bytes():
                out.write(chunk)
        return response.status_code

"""Nothing: no config adds's config adds to the catalog."""
from acme import db, http, storage


def helper(url):
    return http.fetch(url)


async def calls(url):
    db.query("select 1")
    db.Pool().take()
    db.Pool().give()
    http.fetch(url)
    helper(url)
    with storage.load(url) as file:
        return file

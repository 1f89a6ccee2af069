"""What the project's config adds to the catalog."""
from acme import db, http, storage


def helper(url):
    return http.fetch(url)


async def calls(url):
    db.query("select 1")  # expect: io/blocking-call-in-async
    db.Pool().take()  # expect: io/blocking-call-in-async
    db.Pool().give()
    http.fetch(url)  # expect: io/blocking-call-in-async
    helper(url)  # expect: io/blocking-call-in-async
    with storage.load(url) as file:  # expect: io/blocking-call-in-async
        return file

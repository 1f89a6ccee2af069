"""What the project's config adds to the catalog."""
import acme.rpc
from acme import http
from acme.http import fetch
from acme.web import Session, download


def calls(url):
    fetch(url, limit=10)  # expect: io/missing-timeout
    http.fetch(url, limit=10)  # expect: io/missing-timeout
    acme.rpc.Client().call("ping", deadline=10)  # expect: io/missing-timeout
    download(url, timeout=10)  # expect: io/missing-timeout
    with Session() as session:
        session.get(url, timeout=10)  # expect: io/missing-timeout
    fetch(url, 5)
    fetch(url, limit=5)
    acme.rpc.Client().call("ping", deadline=5)
    acme.rpc.Client().other("ping")
    download(url, None, 5)

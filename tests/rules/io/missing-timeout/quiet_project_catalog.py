"""Nothing: no config adds's config adds to the catalog."""
import acme.rpc
from acme import http
from acme.http import fetch
from acme.web import Session, download


def calls(url):
    fetch(url)
    http.fetch(url, limit=None)
    acme.rpc.Client().call("ping")
    download(url)
    with Session() as session:
        session.get(url)
    fetch(url, 5)
    fetch(url, limit=5)
    acme.rpc.Client().call("ping", deadline=5)
    acme.rpc.Client().other("ping")
    download(url, None, 5)

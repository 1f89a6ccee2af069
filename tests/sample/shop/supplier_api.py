"""The supplier's catalogue over HTTP."""

import requests


def read_item(base_url, sku):
    """Read one item of the catalogue.

    Args:
        base_url: Where the supplier's service is.
        sku: The item's key.

    Returns:
        What the supplier knows of the item.
    """
    reply = requests.get(f"{base_url}/items/{sku}", timeout=10)
    reply.raise_for_status()
    return reply.json()

"""The nightly refresh: what the supplier has, and at what price."""

import json
import sys
import time

from shop.supplier_api import read_item


def fetch_items(base_url, skus):
    """Read the items that are still sold.

    Args:
        base_url: Where the supplier's service is.
        skus: Keys of the items.

    Returns:
        One row an item, in the order of the keys.
    """
    rows = []
    for sku in skus:
        item = read_item(base_url, sku)
        if item["discontinued"]:
            continue
        rows.append({"sku": sku, "title": item["title"], "price": item["price"]})
    return rows


def main():
    base_url, *skus = sys.argv[1:]
    start = time.perf_counter()
    rows = fetch_items(base_url, skus)
    print(f"fetched in {time.perf_counter() - start:.3f} s", file=sys.stderr)
    json.dump(rows, sys.stdout)


if __name__ == "__main__":
    main()

"""Read what suppliers send as files."""

import csv


def read_catalog(path):
    products = []
    with open(path, encoding="utf-8") as file:
        for line in file.readlines():
            sku, title, price = line.rstrip("\n").split(";")
            products.append((sku, title, int(price)))
    return products


def new_products(path, known_skus):
    """Yield the rows whose key is not known yet.

    Args:
        path: A CSV file with a header.
        known_skus: Keys that are in the shop already.

    Yields:
        One dictionary a row.
    """
    known = list(known_skus)
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["sku"] not in known:
                yield row

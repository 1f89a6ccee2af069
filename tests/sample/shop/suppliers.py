"""Stock figures from the suppliers' services."""

import asyncio
import time

import httpx
import requests

STOCK_URL = "https://supplier.example/stock/"


def fetch_stock(skus):
    stock = {}
    for sku in skus:
        reply = requests.get(STOCK_URL + sku)
        stock[sku] = reply.json()["count"]
    return stock


async def refresh_prices(skus):
    """Read the current price of each product.

    Args:
        skus: Keys of the products.

    Returns:
        The prices by key.
    """
    prices = {}
    async with httpx.AsyncClient(timeout=10) as client:
        for sku in skus:
            reply = await client.get(STOCK_URL + sku)
            prices[sku] = reply.json()["price"]
            time.sleep(0.05)
    return prices


def main():
    skus = ["a1", "b2", "c3"]
    print(fetch_stock(skus), asyncio.run(refresh_prices(skus)))


if __name__ == "__main__":
    main()

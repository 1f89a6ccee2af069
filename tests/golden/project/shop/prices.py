"""Prices."""


def total(prices, discount):
	amount = sum(prices)  # a tab before, wide characters after: 価格
	return amount - discount


class Basket:
    """What a customer takes."""

    def größe(self, einheit="€"): return len(self.items), einheit

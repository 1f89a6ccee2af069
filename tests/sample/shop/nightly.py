"""What runs every night."""

from datetime import timedelta

from django.utils import timezone

from shop.models import Order, Product


def send_orders(days=2):
    """Mark as sent what was packed."""
    limit = timezone.now() - timedelta(days=days)
    for order in Order.objects.filter(is_sent=False, placed_at__lt=limit):
        order.is_sent = True
        order.save()


def set_prices(prices):
    """Take over the prices of a catalog, (sku, price) pairs."""
    changed = []
    for sku, price in prices:
        product = Product.objects.get(sku=sku)
        if product.price != price:
            product.price = price
            product.save()
            changed.append(str(product))
    return changed


def any_unsent():
    """Whether something is left to pack."""
    return Order.objects.filter(is_sent=False).count() > 0

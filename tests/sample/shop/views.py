"""Pages of the shop."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views import View

from shop.models import Customer, Order, Product


class OrderList(View):
    """All orders with their customers and totals."""

    def get(self, request):
        orders = Order.objects.order_by("-placed_at")[:200]
        return JsonResponse({"orders": [order_row(order) for order in orders]})


def order_row(order):
    return {
        "customer": order.customer.name,
        "placed_at": order.placed_at.isoformat(),
        "total": str(order.total),
    }


def product_tags(request):
    rows = []
    for product in Product.objects.all():
        words = [tag.word for tag in product.tags.all()]
        rows.append({"title": product.title, "tags": words})
    return JsonResponse({"products": rows})


def customer_page(request, pk):
    """Show one customer.

    Args:
        request: The request.
        pk: Primary key of the customer.

    Returns:
        The customer and the number of orders.
    """
    customer = get_object_or_404(Customer, pk=pk)
    return JsonResponse({"name": customer.name, "orders": len(customer.orders.all())})

"""Pages of the shop."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views import View
from django.views.generic import ListView

from shop.models import Customer, Order, Product, Supplier
from shop.orders import order_row, parcel_note


class OrderList(View):
    """All orders with their customers and totals."""

    def get(self, request):
        orders = Order.objects.order_by("-placed_at")[:200]
        return JsonResponse({"orders": [order_row(order) for order in orders]})


class Parcels(ListView):
    """The papers for all parcels that have to leave today."""

    model = Order

    def get_queryset(self):
        return Order.objects.filter(is_sent=False).order_by("placed_at")

    def get(self, request, *args, **kwargs):
        notes = [parcel_note(order) for order in self.get_queryset()]
        return JsonResponse({"notes": notes})


def product_tags(request):
    rows = []
    for product in Product.objects.all():
        words = [tag.word for tag in product.tags.all()]
        rows.append({"title": product.title, "tags": words})
    return JsonResponse({"products": rows})


def suppliers(request):
    """How many products each supplier delivers."""
    rows = [{"name": supplier.name, "products": supplier.products.count()}
            for supplier in Supplier.objects.order_by("name")]
    return JsonResponse({"suppliers": rows})


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

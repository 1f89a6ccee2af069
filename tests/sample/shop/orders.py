"""What the pages say about an order."""


def order_row(order):
    """One row of the list of orders."""
    return {
        "customer": order.customer.name,
        "placed_at": order.placed_at.isoformat(),
        "total": str(order.total),
    }


def parcel_note(order):
    """The paper that is packed into the parcel."""
    head = f"To {order.customer.name} <{order.customer.email}>"
    return "\n".join([head, *packed(order)])


def packed(order):
    """The contents of the parcel, one product a line."""
    return [f"{line.quantity} x {line.product}" for line in order.lines.all()]

"""Tables of the shop."""

from django.db import models


class Customer(models.Model):
    """Someone who buys."""

    name = models.CharField(max_length=80)
    email = models.EmailField(unique=True)

    def __str__(self):
        return self.name


class Product(models.Model):
    """Something that is sold."""

    title = models.CharField(max_length=120)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    tags = models.ManyToManyField("Tag", related_name="products", blank=True)


class Tag(models.Model):
    """A word that groups products."""

    word = models.CharField(max_length=30, unique=True)


class Order(models.Model):
    """What a customer bought on one day."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="orders")
    placed_at = models.DateTimeField(auto_now_add=True)

    @property
    def total(self):
        """The sum over all lines."""
        return sum(line.quantity * line.product.price for line in self.lines.all())


class Line(models.Model):
    """One product of an order."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT)
    quantity = models.PositiveIntegerField(default=1)

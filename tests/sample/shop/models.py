"""Tables of the shop."""

from django.db import models


class Supplier(models.Model):
    """Who delivers products to the shop."""

    name = models.CharField(max_length=80)
    country = models.CharField(max_length=2)


class Customer(models.Model):
    """Someone who buys."""

    name = models.CharField(max_length=80)
    email = models.EmailField(unique=True)

    def __str__(self):
        return self.name


class Product(models.Model):
    """Something that is sold."""

    sku = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=120)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="products")
    tags = models.ManyToManyField("Tag", related_name="products", blank=True)

    def __str__(self):
        return f"{self.title} ({self.supplier.name})"


class Tag(models.Model):
    """A word that groups products."""

    word = models.CharField(max_length=30, unique=True)


class Review(models.Model):
    """What a customer thinks of a product."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="reviews")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="reviews")
    stars = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)


class Order(models.Model):
    """What a customer bought on one day."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="orders")
    placed_at = models.DateTimeField()
    is_sent = models.BooleanField(default=False)

    def __str__(self):
        return f"order {self.pk} of {self.customer}"

    @property
    def total(self):
        """The sum over all lines."""
        return sum(line.quantity * line.product.price for line in self.lines.all())


class Line(models.Model):
    """One product of an order."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT)
    quantity = models.PositiveIntegerField(default=1)

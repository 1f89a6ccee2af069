"""The interface that the mobile application reads."""

from rest_framework import serializers, viewsets

from shop.models import Product, Review


class ReviewSerializer(serializers.ModelSerializer):
    """A review with the name of who wrote it."""

    author = serializers.CharField(source="customer.name", read_only=True)

    class Meta:
        model = Review
        fields = ["author", "stars", "text"]


class ProductSerializer(serializers.ModelSerializer):
    """A product with its reviews and where it comes from."""

    reviews = ReviewSerializer(many=True, read_only=True)
    origin = serializers.SerializerMethodField()

    class Meta:
        model = Product
        fields = ["title", "price", "origin", "reviews"]

    def get_origin(self, product):
        return product.supplier.country


class ProductViewSet(viewsets.ReadOnlyModelViewSet):
    """All products, by title."""

    queryset = Product.objects.order_by("title")
    serializer_class = ProductSerializer

"""Addresses of the shop."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from shop import api, views

router = SimpleRouter()
router.register("products", api.ProductViewSet)

urlpatterns = [
    path("api/", include(router.urls)),
    path("orders/", views.OrderList.as_view()),
    path("parcels/", views.Parcels.as_view()),
    path("tags/", views.product_tags),
    path("suppliers/", views.suppliers),
    path("customers/<int:pk>/", views.customer_page),
]

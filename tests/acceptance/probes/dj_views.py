"""Views of REST framework and Django: which rows they give, and to which serializer or page."""
from django.core.paginator import Paginator
from django.db import models
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.generic import DetailView, ListView, TemplateView
from django.views.generic.list import BaseListView, MultipleObjectMixin
from rest_framework import generics, mixins, pagination, serializers, viewsets
from rest_framework.decorators import action, api_view
from rest_framework.response import Response
from rest_framework.views import APIView


class City(models.Model):
    name = models.CharField(max_length=40)


class Shop(models.Model):
    name = models.CharField(max_length=40)
    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="shops")
    partner = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="partners")

    def __str__(self):
        return f"{self.name} in {self.city.name}"


class Offer(models.Model):
    name = models.CharField(max_length=40)
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="offers")


class ShopSerializer(serializers.ModelSerializer):
    class Meta:
        model = Shop
        fields = ["name", "city"]


class CityNameSerializer(serializers.ModelSerializer):
    class Meta:
        model = City
        fields = ["name"]


class ShopCitySerializer(serializers.ModelSerializer):
    city = CityNameSerializer()

    class Meta:
        model = Shop
        fields = ["name", "city"]


class ShopOffersSerializer(serializers.ModelSerializer):
    class Meta:
        model = Shop
        fields = ["name", "offers"]


class OfferShopSerializer(serializers.ModelSerializer):
    shop = serializers.CharField(source="shop.name")

    class Meta:
        model = Offer
        fields = ["name", "shop"]


# ---- serializers that a view chooses ----


class ChosenViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.all()  # expect: query/n-plus-one

    def get_serializer_class(self):
        if self.action == "list":
            return ShopCitySerializer
        return ShopSerializer


class ChosenOtherViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.all()

    def get_serializer_class(self):
        if self.action == "retrieve":
            return ShopCitySerializer
        return ShopSerializer


class ChosenInViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.all()

    def get_serializer_class(self):
        if self.action in ("create", "update", "partial_update"):
            return ShopCitySerializer
        return super().get_serializer_class()

    serializer_class = ShopSerializer


class ChosenInListViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.all()  # expect: query/n-plus-one
    serializer_class = ShopSerializer

    def get_serializer_class(self):
        if self.action in ["list", "retrieve"]:
            return ShopCitySerializer
        return super().get_serializer_class()


class ChosenElseViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.all()  # expect: query/n-plus-one
    serializer_class = ShopSerializer

    def get_serializer_class(self):
        serializer_class = self.serializer_class
        if self.action != "create":
            serializer_class = ShopCitySerializer
        return serializer_class


class ChosenByMethodViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.all()  # expect: query/n-plus-one

    def get_serializer_class(self):
        if self.request.method == "POST":
            return ShopSerializer
        return ShopCitySerializer


class ChosenByMethodOtherViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.all()

    def get_serializer_class(self):
        if self.request.method in ("POST", "PUT"):
            return ShopCitySerializer
        return ShopSerializer


class ChosenInTableViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.all()  # expect: query/n-plus-one
    serializer_classes = {"list": ShopCitySerializer, "retrieve": ShopSerializer}
    default_serializer_class = ShopSerializer

    def get_serializer_class(self):
        return self.serializer_classes.get(self.action, self.default_serializer_class)


class ChosenDefaultInTableViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.all()
    serializer_classes = {"retrieve": ShopCitySerializer}
    serializer_class = ShopSerializer

    def get_serializer_class(self):
        return self.serializer_classes.get(self.action, super().get_serializer_class())


class TableMixin:
    serializer_action_classes = {}

    def get_serializer_class(self):
        try:
            return self.serializer_action_classes[self.action]
        except (KeyError, AttributeError):
            return super().get_serializer_class()


class ChosenByMixinViewSet(TableMixin, viewsets.ModelViewSet):
    queryset = Shop.objects.all()  # expect: query/n-plus-one
    serializer_class = ShopSerializer
    serializer_action_classes = {"list": ShopCitySerializer}


class ChosenByMixinOtherViewSet(TableMixin, viewsets.ModelViewSet):
    queryset = Shop.objects.all()
    serializer_class = ShopSerializer
    serializer_action_classes = {"retrieve": ShopCitySerializer}


class ChosenConditionallyViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.all()  # expect: query/n-plus-one
    serializer_class = ShopSerializer

    def get_serializer_class(self):
        return ShopCitySerializer if self.action == "list" else self.serializer_class


class ChosenByParameterViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.all()  # expect: query/n-plus-one
    serializer_class = ShopSerializer

    def get_serializer_class(self):
        if self.request.query_params.get("brief"):
            return ShopSerializer
        return ShopCitySerializer


class MadeViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.all()  # expect: query/n-plus-one

    def get_serializer(self, *args, **kwargs):
        return ShopCitySerializer(*args, **kwargs)


# ---- rows that a view chooses ----


class NarrowedViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.all()
    serializer_class = ShopCitySerializer

    def get_queryset(self):
        return self.queryset.filter(name__startswith="x")  # expect: query/n-plus-one


class NarrowedSuperViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.all()
    serializer_class = ShopCitySerializer

    def get_queryset(self):
        return super().get_queryset().filter(name__startswith="x")  # expect: query/n-plus-one


class NarrowedJoinedViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.select_related("city")
    serializer_class = ShopCitySerializer

    def get_queryset(self):
        return super().get_queryset().filter(name__startswith="x")


class NarrowedLateViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.all()
    serializer_class = ShopCitySerializer

    def get_queryset(self):
        queryset = super().get_queryset()
        if self.action == "list":
            queryset = queryset.select_related("city")
        return queryset


class NarrowedLateOtherViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.all()
    serializer_class = ShopCitySerializer

    def get_queryset(self):
        queryset = super().get_queryset()
        if self.action == "retrieve":
            queryset = queryset.select_related("city")
        return queryset  # expect: query/n-plus-one


class FilteredViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.all()
    serializer_class = ShopCitySerializer

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).select_related("city")


class ListedByHandViewSet(viewsets.GenericViewSet):
    queryset = Shop.objects.all()
    serializer_class = ShopCitySerializer

    def list(self, request):
        queryset = self.filter_queryset(self.get_queryset())
        return Response(self.get_serializer(queryset, many=True).data)  # expect: query/n-plus-one


class PagedByHandViewSet(viewsets.GenericViewSet):
    queryset = Shop.objects.order_by("pk")
    serializer_class = ShopCitySerializer
    pagination_class = type("Pages", (pagination.PageNumberPagination,), {"page_size": 100})

    def list(self, request):
        queryset = self.filter_queryset(self.get_queryset())
        page = self.paginate_queryset(queryset)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)  # expect: query/n-plus-one


class ListedOtherwiseViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.all()
    serializer_class = ShopCitySerializer

    def list(self, request):
        return Response(ShopSerializer(self.get_queryset(), many=True).data)


class ListedJoinedViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.all()
    serializer_class = ShopCitySerializer

    def list(self, request):
        queryset = self.get_queryset().select_related("city")
        return Response(self.get_serializer(queryset, many=True).data)


class DetailViewSet(mixins.RetrieveModelMixin, mixins.CreateModelMixin, viewsets.GenericViewSet):
    queryset = Shop.objects.all()
    serializer_class = ShopCitySerializer

    def list(self, request):
        return Response([])


class MixedViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    queryset = Shop.objects.all()  # expect: query/n-plus-one
    serializer_class = ShopCitySerializer


class CallingListView(mixins.ListModelMixin, generics.GenericAPIView):
    queryset = Shop.objects.all()  # expect: query/n-plus-one
    serializer_class = ShopCitySerializer

    def get(self, request):
        return self.list(request)


class CreateView(generics.CreateAPIView):
    queryset = Shop.objects.all()
    serializer_class = ShopCitySerializer

    def get(self, request):
        return Response([])


class GenericListView(generics.GenericAPIView):
    queryset = Shop.objects.all()
    serializer_class = ShopCitySerializer

    def get(self, request):
        return Response(self.get_serializer(self.get_queryset(), many=True).data)  # expect: query/n-plus-one


class ClassOfView(generics.GenericAPIView):
    queryset = Shop.objects.all()
    serializer_class = ShopCitySerializer

    def get(self, request):
        serializer_class = self.get_serializer_class()
        return Response(serializer_class(self.get_queryset(), many=True).data)  # expect: query/n-plus-one


class AttributeOfView(generics.GenericAPIView):
    queryset = Shop.objects.all()
    serializer_class = ShopCitySerializer

    def get(self, request):
        return Response(self.serializer_class(self.get_queryset(), many=True).data)  # expect: query/n-plus-one


class RelatedOfObjectView(generics.GenericAPIView):
    queryset = Shop.objects.all()

    def get(self, request, pk):
        shop = get_object_or_404(Shop, pk=pk)
        return Response(ShopCitySerializer(Shop.objects.filter(partner__isnull=True) | Shop.objects.exclude(pk=shop.pk), many=True).data)  # expect: query/n-plus-one


class CityShopsView(generics.ListAPIView):
    serializer_class = ShopCitySerializer

    def get_queryset(self):
        return City.objects.get(pk=1).shops.all()


class ExtraActionViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.all()
    serializer_class = ShopSerializer

    @action(detail=False)
    def list(self, request):
        return self.with_cities(request)

    @action(detail=False, serializer_class=ShopCitySerializer)
    def with_cities(self, request):
        return Response(ShopCitySerializer(self.get_queryset(), many=True).data)  # expect: query/n-plus-one


# ---- base views of a project ----


class _BaseViewSet(viewsets.ModelViewSet):
    serializer_class = ShopCitySerializer


class OfBaseViewSet(_BaseViewSet):
    queryset = Shop.objects.all()  # expect: query/n-plus-one


class OwnBaseViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    queryset = Shop.objects.order_by("name")  # expect: query/n-plus-one
    serializer_class = ShopCitySerializer


class OtherRowsViewSet(OwnBaseViewSet):
    queryset = Shop.objects.select_related("city")


class OtherSerializerViewSet(OwnBaseViewSet):
    serializer_class = ShopSerializer


class ManyOffersViewSet(OwnBaseViewSet):
    serializer_class = ShopOffersSerializer


class FixedQuerysetMixin:
    def get_queryset(self):
        return super().get_queryset().select_related("city")


class WithMixinViewSet(FixedQuerysetMixin, viewsets.ModelViewSet):
    queryset = Shop.objects.all()
    serializer_class = ShopCitySerializer


class WithMixinOffersViewSet(FixedQuerysetMixin, viewsets.ModelViewSet):
    queryset = Shop.objects.all()  # expect: query/n-plus-one
    serializer_class = ShopOffersSerializer


class ApiListView(APIView):
    def get(self, request):
        shops = Shop.objects.all()
        return Response(ShopCitySerializer(shops, many=True).data)  # expect: query/n-plus-one


class ApiPagedView(APIView):
    def get(self, request):
        shops = Shop.objects.order_by("pk")
        pages = pagination.LimitOffsetPagination()
        pages.default_limit = 100
        page = pages.paginate_queryset(shops, request)
        return pages.get_paginated_response(ShopCitySerializer(page, many=True).data)  # expect: query/n-plus-one


class PaginatorView(APIView):
    def get(self, request):
        page = Paginator(Shop.objects.order_by("pk"), 100).get_page(1)
        return Response(ShopCitySerializer(page, many=True).data)  # expect: query/n-plus-one


class ObjectListView(APIView):
    def get(self, request):
        page = Paginator(Shop.objects.order_by("pk"), 100).page(1)
        return Response(ShopCitySerializer(page.object_list, many=True).data)  # expect: query/n-plus-one


class InstanceView(APIView):
    def get(self, request):
        return Response(ShopCitySerializer(instance=Shop.objects.filter(name__contains="x"), many=True).data)  # expect: query/n-plus-one


class OneView(APIView):
    def get(self, request):
        return Response(ShopCitySerializer(Shop.objects.first()).data)


class ListOfOnesView(APIView):
    def get(self, request):
        return Response([ShopCitySerializer(shop).data for shop in Shop.objects.all()])  # expect: query/n-plus-one


# ---- Django's own ----


class ShopListView(ListView):
    model = Shop
    paginate_by = 100
    ordering = "pk"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["names"] = [str(shop) for shop in context["object_list"]]  # expect: query/n-plus-one
        return context

    def render_to_response(self, context):
        return JsonResponse(context["names"], safe=False)


class ShopObjectListView(ListView):
    model = Shop

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["names"] = [shop.city.name for shop in self.object_list]  # expect: query/n-plus-one
        return context

    def render_to_response(self, context):
        return JsonResponse(context["names"], safe=False)


class ShopNamedListView(ListView):
    queryset = Shop.objects.all()
    context_object_name = "shops"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for shop in context["shops"]:
            shop.place = shop.city.name  # expect: query/n-plus-one
        return context

    def render_to_response(self, context):
        return JsonResponse([shop.place for shop in context["shops"]], safe=False)


class ShopDefaultNamedListView(ListView):
    queryset = Shop.objects.all()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["places"] = [shop.city.name for shop in context["shop_list"]]  # expect: query/n-plus-one
        return context

    def render_to_response(self, context):
        return JsonResponse(context["places"], safe=False)


class ShopPageView(ListView):
    queryset = Shop.objects.order_by("pk")
    paginate_by = 100

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["places"] = [shop.city.name for shop in context["page_obj"]]  # expect: query/n-plus-one
        return context

    def render_to_response(self, context):
        return JsonResponse(context["places"], safe=False)


class ShopQuerysetView(ListView):
    def get_queryset(self):
        return Shop.objects.filter(name__contains="x")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["places"] = [shop.city.name for shop in context["object_list"]]  # expect: query/n-plus-one
        return context

    def render_to_response(self, context):
        return JsonResponse(context["places"], safe=False)


class ShopJoinedView(ShopQuerysetView):
    def get_queryset(self):
        return super().get_queryset().select_related("city")


class _CityDetailView(DetailView):
    model = City

    def get_object(self, queryset=None):
        return City.objects.get(pk=1)


class CityDetailView(_CityDetailView):
    def get_context_data(self, **kwargs):
        Shop.objects.update(city=1)
        context = super().get_context_data(**kwargs)
        context["names"] = [shop.name for shop in self.object.shops.all()]
        return context

    def render_to_response(self, context):
        return JsonResponse(context["names"], safe=False)


class CityDeepDetailView(_CityDetailView):
    def get_context_data(self, **kwargs):
        Shop.objects.update(city=1)
        context = super().get_context_data(**kwargs)
        context["names"] = [offer.name for shop in self.object.shops.all() for offer in shop.offers.all()]  # expect: query/n-plus-one
        return context

    def render_to_response(self, context):
        return JsonResponse(context["names"], safe=False)


class CityTemplateView(TemplateView):
    def get_context_data(self, **kwargs):
        return {"names": [shop.city.name for shop in Shop.objects.all()]}  # expect: query/n-plus-one

    def render_to_response(self, context):
        return JsonResponse(context["names"], safe=False)


class CityOwnOffersView(generics.GenericAPIView):
    queryset = City.objects.all()

    def get(self, request, pk):
        Shop.objects.update(city=1)
        city = City.objects.get(pk=pk)
        return Response(ShopOffersSerializer(city.shops.all(), many=True).data)  # expect: query/n-plus-one


class CityOwnShopsView(generics.GenericAPIView):
    queryset = City.objects.all()

    def get(self, request, pk):
        Shop.objects.update(city=1)
        return Response(ShopCitySerializer(City.objects.get(pk=pk).shops.all(), many=True).data)


class GotObjectView(generics.GenericAPIView):
    queryset = City.objects.all()

    def get(self, request, pk):
        Shop.objects.update(city=1)
        city = self.get_object()
        return Response(ShopOffersSerializer(city.shops.filter(name__contains="x"), many=True).data)  # expect: query/n-plus-one


class ObjectWithOffersSerializer(serializers.ModelSerializer):
    shops = ShopOffersSerializer(many=True)

    class Meta:
        model = City
        fields = ["name", "shops"]


class OneCityView(generics.RetrieveAPIView):
    queryset = City.objects.all()  # expect: query/n-plus-one
    serializer_class = ObjectWithOffersSerializer

    def get(self, request, pk):
        Shop.objects.update(city=1)
        return super().get(request, pk)

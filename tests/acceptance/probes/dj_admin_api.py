"""Pages of the admin, class-based views and serializers."""
from django.contrib import admin
from django.db import models
from django.http import JsonResponse
from django.views.generic import ListView, View
from rest_framework import generics, serializers, viewsets


class Maker(models.Model):
    name = models.CharField(max_length=40)

    def __str__(self):
        return self.name


class Car(models.Model):
    plate = models.CharField(max_length=40)
    maker = models.ForeignKey(Maker, on_delete=models.CASCADE, related_name="cars")

    @property
    def title(self):
        return f"{self.plate} of {self.maker.name}"


class Trip(models.Model):
    length = models.IntegerField()
    car = models.ForeignKey(Car, on_delete=models.CASCADE, related_name="trips")


@admin.register(Car)
class CarAdmin(admin.ModelAdmin):
    list_display = ["plate", "made_by"]
    ordering = ["pk"]
    actions = ["show"]

    def made_by(self, car):
        return car.maker.name  # expect: query/n-plus-one

    @admin.action
    def show(self, request, queryset):
        return [trip.length for car in queryset for trip in car.trips.all()]  # expect: query/n-plus-one


@admin.register(Trip)
class TripAdmin(admin.ModelAdmin):
    list_display = ["length", "plate"]
    list_select_related = ["car"]
    ordering = ["pk"]

    def plate(self, trip):
        return trip.car.plate


@admin.register(Maker)
class MakerAdmin(admin.ModelAdmin):
    list_display = ["name", "size"]
    ordering = ["pk"]

    def size(self, maker):
        return maker.cars.count()  # expect: query/n-plus-one


class TitleAdmin(admin.ModelAdmin):
    list_display = ["title"]  # expect: query/n-plus-one
    ordering = ["pk"]


class JoinedColumnAdmin(admin.ModelAdmin):
    list_display = ["plate", "maker"]
    ordering = ["pk"]


class _Proxy(Car):
    class Meta:
        proxy = True


class _OtherProxy(Car):
    class Meta:
        proxy = True


admin.site.register(_Proxy, TitleAdmin)
admin.site.register(_OtherProxy, JoinedColumnAdmin)


class CarList(ListView):
    model = Car

    def get(self, request, *args, **kwargs):
        return JsonResponse([car.title for car in self.get_queryset()], safe=False)  # expect: query/n-plus-one


class CarListOfQueryset(ListView):
    queryset = Car.objects.order_by("plate")

    def get(self, request, *args, **kwargs):
        return JsonResponse([car.maker.name for car in self.get_queryset()], safe=False)  # expect: query/n-plus-one


class CarListJoined(ListView):
    def get_queryset(self):
        return Car.objects.select_related("maker")

    def get(self, request, *args, **kwargs):
        self.object_list = self.get_queryset()
        return JsonResponse([car.title for car in self.object_list], safe=False)


class CarPage(View):
    def get(self, request, pk):
        return JsonResponse({"title": Car.objects.get(pk=pk).title})


class CarSerializer(serializers.ModelSerializer):
    class Meta:
        model = Car
        fields = ["plate", "maker"]


class CarTitleSerializer(serializers.ModelSerializer):
    class Meta:
        model = Car
        fields = ["title"]


class CarDeepSerializer(serializers.ModelSerializer):
    class Meta:
        model = Car
        fields = ["plate", "maker"]
        depth = 1


class CarNameSerializer(serializers.ModelSerializer):
    maker = serializers.StringRelatedField()

    class Meta:
        model = Car
        fields = ["plate", "maker"]


class CarSlugSerializer(serializers.ModelSerializer):
    maker = serializers.SlugRelatedField(slug_field="name", read_only=True)

    class Meta:
        model = Car
        fields = ["plate", "maker"]


class CarKeySerializer(serializers.ModelSerializer):
    maker_key = serializers.IntegerField(source="maker_id")

    class Meta:
        model = Car
        fields = ["plate", "maker_key"]


class CarRelationKeySerializer(serializers.ModelSerializer):
    maker_key = serializers.IntegerField(source="maker.id")

    class Meta:
        model = Car
        fields = ["plate", "maker_key"]


class MakerSerializer(serializers.ModelSerializer):
    class Meta:
        model = Maker
        fields = ["name", "cars"]


class MakerCountSerializer(serializers.ModelSerializer):
    size = serializers.IntegerField(source="cars.count")

    class Meta:
        model = Maker
        fields = ["name", "size"]


class MakerMethodSerializer(serializers.ModelSerializer):
    plates = serializers.SerializerMethodField()

    class Meta:
        model = Maker
        fields = ["plates"]

    def get_plates(self, maker):
        return [car.plate for car in maker.cars.all()]


class CarViewSet(viewsets.ModelViewSet):
    queryset = Car.objects.all()
    serializer_class = CarSerializer


class CarTitleViewSet(viewsets.ModelViewSet):
    queryset = Car.objects.all()  # expect: query/n-plus-one
    serializer_class = CarTitleSerializer


class CarDeepViewSet(viewsets.ModelViewSet):
    queryset = Car.objects.all()  # expect: query/n-plus-one
    serializer_class = CarDeepSerializer


class CarNameViewSet(viewsets.ModelViewSet):
    queryset = Car.objects.all()  # expect: query/n-plus-one
    serializer_class = CarNameSerializer


class CarNameReadyViewSet(viewsets.ModelViewSet):
    queryset = Car.objects.select_related("maker")
    serializer_class = CarNameSerializer


class CarSlugViewSet(viewsets.ReadOnlyModelViewSet):
    serializer_class = CarSlugSerializer

    def get_queryset(self):
        return Car.objects.order_by("plate")  # expect: query/n-plus-one


class MakerListView(generics.ListAPIView):
    queryset = Maker.objects.all()  # expect: query/n-plus-one
    serializer_class = MakerSerializer


class MakerMethodListView(generics.ListAPIView):
    queryset = Maker.objects.prefetch_related("cars")
    serializer_class = MakerMethodSerializer


def keys():
    return CarKeySerializer(Car.objects.all(), many=True).data


def relation_keys():
    return CarRelationKeySerializer(Car.objects.all(), many=True).data  # expect: query/n-plus-one


def counts():
    return MakerCountSerializer(Maker.objects.all(), many=True).data  # expect: query/n-plus-one


def counts_ready():
    return MakerCountSerializer(Maker.objects.prefetch_related("cars"), many=True).data


def plates():
    return MakerMethodSerializer(Maker.objects.all(), many=True).data  # expect: query/n-plus-one


def one(pk):
    return CarTitleSerializer(Car.objects.get(pk=pk)).data


def listed():
    rows = list(Car.objects.all())
    return CarTitleSerializer(rows, many=True).data  # expect: query/n-plus-one

from django.contrib import admin
from django.db import models


class Maker(models.Model):
    name = models.CharField(max_length=40)


class Car(models.Model):
    plate = models.CharField(max_length=40)
    maker = models.ForeignKey(Maker, on_delete=models.CASCADE, related_name="cars")


@admin.register(Car)
class JoinedAdmin(admin.ModelAdmin):
    list_display = ("plate", "made_by", "key")
    list_select_related = ("maker",)

    def made_by(self, car):
        return car.maker.name

    def key(self, car):
        return car.maker_id


@admin.register(Maker)
class PrefetchedAdmin(admin.ModelAdmin):
    list_display = ["name", "size"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("cars")

    def size(self, maker):
        return len(maker.cars.all())


class OneAdmin(admin.ModelAdmin):
    list_display = ["plate"]

    def title(self, car):
        return car.maker.name

from django.contrib import admin
from django.db import models


class Maker(models.Model):
    name = models.CharField(max_length=40)


class Car(models.Model):
    plate = models.CharField(max_length=40)
    maker = models.ForeignKey(Maker, on_delete=models.CASCADE, related_name="cars")


class MakerAdmin(admin.ModelAdmin):
    list_display = ["name", "plates"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("cars")

    def plates(self, maker):
        cars = maker.cars.filter(plate__startswith="A")
        if cars:  # expect: query/prefetch-bypassed
            return [car.plate for car in cars]
        return []


admin.site.register(Maker, MakerAdmin)

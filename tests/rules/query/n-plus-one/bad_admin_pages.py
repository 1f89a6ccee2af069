from django.contrib import admin
from django.db import models


class Maker(models.Model):
    name = models.CharField(max_length=40)


class Car(models.Model):
    plate = models.CharField(max_length=40)
    maker = models.ForeignKey(Maker, on_delete=models.CASCADE, related_name="cars", null=True)

    @property
    def title(self):
        return f"{self.plate} of {self.maker.name}"

    def __str__(self):
        return self.title


class Trip(models.Model):
    length = models.IntegerField()
    car = models.ForeignKey(Car, on_delete=models.CASCADE, related_name="trips")


def made_by(car):
    return car.maker.name


class CarAdmin(admin.ModelAdmin):
    list_display = ("plate", "by", "shown", "title")  # expect: query/n-plus-one

    def by(self, car):
        return made_by(car)  # expect: query/n-plus-one

    @admin.display(description="shown")
    def shown(self, car):
        return car.title  # expect: query/n-plus-one


class TripAdmin(admin.ModelAdmin):
    list_display = [  # expect: query/n-plus-one
        "length",
        "car",
        "maker",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("car")

    def maker(self, trip):
        if trip.car.maker:  # expect: query/n-plus-one
            return trip.car.maker.name
        return ""


@admin.register(Maker)
class MakerAdmin(admin.ModelAdmin):
    list_display = ["name", "size", "plates"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("cars")

    def size(self, maker):
        return maker.cars.count()

    def plates(self, maker):
        return ", ".join(trip.car.plate for car in maker.cars.all() for trip in car.trips.all())  # expect: query/n-plus-one


admin.site.register(Car, CarAdmin)
admin.site.register(Trip, TripAdmin)

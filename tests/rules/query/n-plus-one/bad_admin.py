from django.contrib import admin
from django.db import models


class Maker(models.Model):
    name = models.CharField(max_length=40)


class Car(models.Model):
    plate = models.CharField(max_length=40)
    maker = models.ForeignKey(Maker, on_delete=models.CASCADE, related_name="cars")


@admin.register(Car)
class CarAdmin(admin.ModelAdmin):
    list_display = ("plate", "made_by")

    def made_by(self, car):
        return car.maker.name  # expect: query/n-plus-one


@admin.register(Maker)
class MakerAdmin(admin.ModelAdmin):
    list_display = ["name", "size"]

    def size(self, maker):
        return maker.cars.count()  # expect: query/n-plus-one

from django.contrib import admin
from django.db import models


class Maker(models.Model):
    name = models.CharField(max_length=40)


class Car(models.Model):
    plate = models.CharField(max_length=40)
    maker = models.ForeignKey(Maker, on_delete=models.CASCADE, related_name="cars")

    @property
    def title(self):
        return f"{self.plate} of {self.maker.name}"

    def __str__(self):
        return self.plate


class Trip(models.Model):
    length = models.IntegerField()
    car = models.ForeignKey(Car, on_delete=models.CASCADE, related_name="trips")


class JoinedByColumnAdmin(admin.ModelAdmin):
    list_display = ("plate", "maker", "by", "title")

    def by(self, car):
        return car.maker.name


class JoinedByQueryAdmin(admin.ModelAdmin):
    list_display = ["plate", "by", "title"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("maker")

    def by(self, car):
        return car.maker.name


class TripAdmin(admin.ModelAdmin):
    list_display = ["length", "car", "title"]
    list_select_related = ["car__maker"]

    def title(self, trip):
        return trip.car.title


class UnknownJoinsAdmin(admin.ModelAdmin):
    list_display = ["length", "title"]

    def get_list_select_related(self, request):
        return ["car__maker"]

    def title(self, trip):
        return trip.car.title


class OtherCar(Car):
    class Meta:
        proxy = True


class OtherTrip(Trip):
    class Meta:
        proxy = True


admin.site.register(Car, JoinedByColumnAdmin)
admin.site.register(OtherCar, JoinedByQueryAdmin)
admin.site.register(Trip, TripAdmin)
admin.site.register(OtherTrip, UnknownJoinsAdmin)

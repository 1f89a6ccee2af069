"""The same with the relation loaded, read once, or read of one row."""
from functools import lru_cache

from django.db import models


class Country(models.Model):
    code = models.CharField(max_length=2)


class City(models.Model):
    name = models.CharField(max_length=40)
    country = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="cities")

    def __str__(self):
        return f"{self.name} ({self.country.code})"

    @property
    def label(self):
        return self.describe()

    def describe(self):
        return self.name + self.country.code


@lru_cache(maxsize=None)
def code_of(city):
    return city.country.code


def walk(cities):
    return [city.country.code for city in cities]


def shown():
    for city in City.objects.select_related("country"):
        print(f"{city}")


def mapped():
    return list(map(str, City.objects.select_related("country")))


def by_property():
    return [city.label for city in City.objects.select_related("country")]


def by_function():
    return [code_of(city) for city in City.objects.order_by("name")]


def passed_on():
    return walk(City.objects.select_related("country"))


def of_known_parent():
    for country in Country.objects.prefetch_related("cities"):
        for city in country.cities.all():
            print(city.country.code)


def of_one(pk):
    city = City.objects.get(pk=pk)
    return [city.country.code for _ in range(100)]


def few():
    return [city.country.code for city in City.objects.all()[:3]]


def first_match():
    for city in City.objects.all():
        if city.name == "x":
            print(city.country.code)
            break

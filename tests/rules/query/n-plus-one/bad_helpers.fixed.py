"""Relations that are read by what a loop calls."""
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


def code_of(city):
    return city.country.code


def walk(cities):
    return [city.country.code for city in cities]  # expect: query/n-plus-one


def shown():
    for city in City.objects.select_related("country"):
        print(f"{city}")  # expect: query/n-plus-one


def mapped():
    return list(map(str, City.objects.select_related("country")))  # expect: query/n-plus-one


def by_property():
    return [city.label for city in City.objects.select_related("country")]  # expect: query/n-plus-one


def by_function():
    return [code_of(city) for city in City.objects.order_by("name").select_related("country")]  # expect: query/n-plus-one


def by_key():
    return sorted(City.objects.select_related("country"), key=code_of)  # expect: query/n-plus-one


def passed_on():
    return walk(City.objects.filter(name="x").select_related("country"))


def collected():
    by_name = {}
    for city in City.objects.select_related("country"):
        by_name[city.name] = city
    return [city.country.code for city in by_name.values()]  # expect: query/n-plus-one


def of_many():
    for country in Country.objects.prefetch_related("cities"):
        for city in country.cities.all():  # expect: query/n-plus-one
            print(city.name)

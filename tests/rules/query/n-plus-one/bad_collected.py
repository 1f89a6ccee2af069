from collections.abc import Iterable

from django.db import models


class City(models.Model):
    name = models.CharField(max_length=40)


class Street(models.Model):
    city = models.ForeignKey(City, on_delete=models.CASCADE)


def unpacked():
    first, *others = Street.objects.all()
    return [street.city.name for street in others]  # expect: query/n-plus-one


def starred():
    rows = [*Street.objects.all(), *Street.objects.filter(pk=1)]
    return [street.city.name for street in rows]  # expect: query/n-plus-one


def extended():
    rows = []
    rows.extend(Street.objects.all())
    return [street.city.name for street in rows]  # expect: query/n-plus-one


def annotated():
    rows: Iterable[Street] = list(Street.objects.all())
    return [street.city.name for street in rows]  # expect: query/n-plus-one

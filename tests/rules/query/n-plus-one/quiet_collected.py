from collections.abc import Iterable

from django.db import models
from django.db.models import QuerySet


class City(models.Model):
    name = models.CharField(max_length=40)


class Street(models.Model):
    city = models.ForeignKey(City, on_delete=models.CASCADE)


def unpacked():
    first, *others = Street.objects.select_related("city")
    return [street.city.name for street in others]


def starred(others):
    rows = [*Street.objects.all(), *others]
    return [street.city.name for street in rows]


def extended():
    rows = []
    rows.extend(Street.objects.select_related("city"))
    return [street.city.name for street in rows]


def annotated():
    rows: Iterable[Street] = list(Street.objects.select_related("city"))
    return [street.city.name for street in rows]


def annotated_query():
    rows: QuerySet[Street] = Street.objects.select_related("city")
    return [street.city.name for street in rows]

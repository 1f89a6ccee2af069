"""One row, a query that loads what is read, and classes that are no models."""
from typing import Iterable

from django.db import models


class Owner(models.Model):
    name = models.CharField(max_length=40)


class Pet(models.Model):
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE)


class Draft:
    owner: Owner


def one(pet: Pet):
    return pet.owner.name


def loaded(pets: models.QuerySet[Pet]):
    return [pet.owner.name for pet in pets.select_related("owner")]


def keys(pets: Iterable[Pet]):
    return [pet.owner_id for pet in pets]


def drafts(pets: list[Draft]):
    return [pet.owner.name for pet in pets]

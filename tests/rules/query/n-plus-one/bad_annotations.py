"""Rows that a signature promises, a session without a name, and the admin's actions."""
from typing import Iterable

from django.contrib import admin
from django.db import models


class Owner(models.Model):
    name = models.CharField(max_length=40)


class Pet(models.Model):
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE)


def names(pets: list[Pet]):
    return [pet.owner.name for pet in pets]  # expect: query/n-plus-one


def lazy(pets: Iterable[Pet]):
    return [pet.owner.name for pet in pets]  # expect: query/n-plus-one


def filtered(pets: models.QuerySet[Pet]):
    return [pet.owner.name for pet in pets.filter(pk__gt=1)]  # expect: query/n-plus-one


@admin.register(Pet)
class PetAdmin(admin.ModelAdmin):
    def export(self, request, queryset):
        return [pet.owner.name for pet in queryset]  # expect: query/n-plus-one

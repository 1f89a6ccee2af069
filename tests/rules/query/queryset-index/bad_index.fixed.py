from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=40, unique=True)


class Player(models.Model):
    name = models.CharField(max_length=40)
    goals = models.IntegerField(default=0)
    active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")


def all_by_index():
    rows = list(Player.objects.order_by("name"))
    return [rows[i].name for i in range(len(rows))]  # expect: query/queryset-index


def two():
    rows = list(Player.objects.order_by("-goals"))
    first = rows[0]
    second = rows[1]  # expect: query/queryset-index
    return first, second

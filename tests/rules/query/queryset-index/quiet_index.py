from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=40, unique=True)


class Player(models.Model):
    name = models.CharField(max_length=40)
    goals = models.IntegerField(default=0)
    active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")


def one():
    rows = Player.objects.order_by("-goals")
    return rows[0]


def of_a_list():
    rows = list(Player.objects.order_by("name"))
    return [rows[i].name for i in range(len(rows))]


def evaluated():
    rows = Player.objects.order_by("name")
    for row in rows:
        print(row)
    return rows[0], rows[1]


def slices():
    rows = Player.objects.order_by("name")
    return list(rows[:5]), list(rows[5:10])

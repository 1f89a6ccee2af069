from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=40, unique=True)


class Player(models.Model):
    name = models.CharField(max_length=40)
    goals = models.IntegerField(default=0)
    active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")


def values():
    return list(Player.objects.values_list("name", flat=True))


def narrow():
    return [player.name for player in Player.objects.only("name")]


def two():
    return [(player.name, player.goals) for player in Player.objects.all()]


def used_again():
    rows = Player.objects.all()
    return [row.name for row in rows], list(rows)

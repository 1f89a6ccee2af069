from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=40, unique=True)


class Player(models.Model):
    name = models.CharField(max_length=40)
    goals = models.IntegerField(default=0)
    active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")


def column(key):
    return Player.objects.get(pk=key).team_id


def used_otherwise(key):
    player = Player.objects.get(pk=key)
    return player.team.id, player.team.name


def joined(key):
    player = Player.objects.select_related("team").get(pk=key)
    return player.team.id


def other(thing):
    return thing.team.id

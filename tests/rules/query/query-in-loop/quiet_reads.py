from functools import lru_cache

from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=40, unique=True)


class Player(models.Model):
    name = models.CharField(max_length=40)
    goals = models.IntegerField(default=0)
    active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")


@lru_cache(maxsize=None)
def find_team(name):
    return Team.objects.get(name=name)


def first_match(names):
    for name in names:
        player = Player.objects.filter(name=name).first()
        if player:
            return player
    return None


def few():
    return [Player.objects.filter(active=flag).count() for flag in (True, False)]


def in_batches(keys):
    found = []
    for start in range(0, len(keys), 500):
        found.extend(Player.objects.filter(pk__in=keys[start : start + 500]))
    return found


def cached(names):
    return [find_team(name) for name in names]


def built_only(names):
    return [Player.objects.filter(name=name) for name in names]


def of_a_dict(table, names):
    return [table.get(name) for name in names]


def rows_are_kept(names):
    players = Player.objects.all()
    found = []
    for name in names:
        for player in players:
            if player.name == name:
                found.append(player)
    return found

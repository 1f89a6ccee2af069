from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=40, unique=True)


class Player(models.Model):
    name = models.CharField(max_length=40)
    goals = models.IntegerField(default=0)
    active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")


def some():
    return Player.objects.filter(active=True).count() > 0  # expect: query/exists-via-count


def none(team):
    rows = Player.objects.filter(team=team)
    rows = rows.exclude(active=False)
    if rows.count() == 0:  # expect: query/exists-via-count
        raise LookupError(team)


def turned(team):
    return 1 <= Player.objects.filter(team=team).count()  # expect: query/exists-via-count


def by_len(team):
    return len(Player.objects.filter(team=team)) != 0  # expect: query/exists-via-count

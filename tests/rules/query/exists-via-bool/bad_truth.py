from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=40, unique=True)


class Player(models.Model):
    name = models.CharField(max_length=40)
    goals = models.IntegerField(default=0)
    active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")


def inline():
    if Player.objects.filter(active=True):  # expect: query/exists-via-bool
        return "some"
    return "none"


def negated(team):
    if not Player.objects.filter(team=team):  # expect: query/exists-via-bool
        raise LookupError(team)


def named(team):
    rows = Player.objects.filter(team=team)
    return "some" if rows else "none"  # expect: query/exists-via-bool


def by_length(team):
    if len(Player.objects.filter(team=team)):  # expect: query/exists-via-bool
        return "some"
    return "none"


def by_length_of_a_name(team):
    rows = Player.objects.filter(team=team)
    return not len(rows)  # expect: query/exists-via-bool

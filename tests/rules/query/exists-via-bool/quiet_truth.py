from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=40, unique=True)


class Player(models.Model):
    name = models.CharField(max_length=40)
    goals = models.IntegerField(default=0)
    active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")


def rows_are_used(team):
    rows = Player.objects.filter(team=team)
    if rows:
        return [row.name for row in rows]
    return []


def given_back(team):
    rows = Player.objects.filter(team=team)
    if not rows:
        return None
    return rows


def asked(team):
    return bool(team) and Player.objects.filter(team=team).exists()

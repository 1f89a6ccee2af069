from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=40, unique=True)


class Player(models.Model):
    name = models.CharField(max_length=40)
    goals = models.IntegerField(default=0)
    active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")


def total():
    return sum(player.goals for player in Player.objects.all())  # expect: query/aggregate-in-python


def best(team):
    return max([player.goals for player in Player.objects.filter(team=team)])  # expect: query/aggregate-in-python

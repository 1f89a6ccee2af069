from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=40, unique=True)


class Player(models.Model):
    name = models.CharField(max_length=40)
    goals = models.IntegerField(default=0)
    active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")


def store(name, team):
    Player.objects.create(name=name, team=team)


def retire(players):
    for player in Player.objects.filter(active=True):
        player.active = False
        player.save()  # expect: query/write-in-loop


def enlist(names, team):
    for name in names:
        Player.objects.create(name=name, team=team)  # expect: query/write-in-loop


def through_a_helper(names, team):
    for name in names:
        store(name, team)  # expect: query/write-in-loop

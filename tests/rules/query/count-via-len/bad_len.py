from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=40, unique=True)


class Player(models.Model):
    name = models.CharField(max_length=40)
    goals = models.IntegerField(default=0)
    active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")


def inline():
    return len(Player.objects.filter(active=True))  # expect: query/count-via-len


def named(team):
    players = team_players(team)
    rows = Player.objects.filter(team=team)
    print(len(rows), players)  # expect: query/count-via-len


def team_players(team):
    return [team]

from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=40)


class Player(models.Model):
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")
    active = models.BooleanField(default=True)


def sizes():
    teams = Team.objects.prefetch_related("players")
    return [sum(player.active for player in team.players.all()) for team in teams]

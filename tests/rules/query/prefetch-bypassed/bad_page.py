from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=40)


class Player(models.Model):
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")
    active = models.BooleanField(default=True)


def sizes():
    return [team.players.filter(active=True).count() for team in Team.objects.prefetch_related("players")]  # expect: query/prefetch-bypassed

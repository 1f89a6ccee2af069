from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=40, unique=True)


class Player(models.Model):
    name = models.CharField(max_length=40)
    goals = models.IntegerField(default=0)
    active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")


def team_of(key):
    player = Player.objects.get(pk=key)
    return player.team.id  # expect: query/fk-id-access


def team_key_of(player: Player):
    return player.team.pk  # expect: query/fk-id-access

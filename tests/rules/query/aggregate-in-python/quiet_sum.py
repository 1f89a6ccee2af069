from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=40, unique=True)


class Player(models.Model):
    name = models.CharField(max_length=40)
    goals = models.IntegerField(default=0)
    active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")


def computed():
    return sum(player.goals * 2 for player in Player.objects.all())


def some():
    return sum(player.goals for player in Player.objects.all() if player.name)


def top():
    return sum(player.goals for player in Player.objects.order_by("-goals")[:10])


def used_again():
    rows = Player.objects.all()
    return sum(row.goals for row in rows), [row.name for row in rows]


def of_a_list(rows):
    return sum(row.goals for row in rows)

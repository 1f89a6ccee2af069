from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=40, unique=True)


class Player(models.Model):
    name = models.CharField(max_length=40)
    goals = models.IntegerField(default=0)
    active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")


def by_the_database():
    return list(Player.objects.filter(active=True))


def by_a_function(fits):
    return [player for player in Player.objects.all() if fits(player)]


def after_a_slice():
    return [player for player in Player.objects.order_by("name")[:10] if player.active]


def used_again():
    rows = Player.objects.all()
    return [row for row in rows if row.active], [row for row in rows if not row.active]

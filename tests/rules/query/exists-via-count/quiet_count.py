from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=40, unique=True)


class Player(models.Model):
    name = models.CharField(max_length=40)
    goals = models.IntegerField(default=0)
    active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")


def more_than_one(team):
    return Player.objects.filter(team=team).count() > 1


def rows_are_used(team):
    rows = Player.objects.filter(team=team)
    if rows.count() > 0:
        return [row.name for row in rows]
    return []


def first_is_used(team, mine):
    rows = Player.objects.filter(team=team)
    return rows.count() > 0 and rows[0].pk != mine.pk


def of_a_list(names):
    return names.count("a") > 0

from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=40, unique=True)


class Player(models.Model):
    name = models.CharField(max_length=40)
    goals = models.IntegerField(default=0)
    active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")


def rows_are_used():
    rows = Player.objects.filter(active=True)
    for row in rows:
        print(row.name)
    return len(rows)


def passed_on(show):
    rows = Player.objects.all()
    show(rows)
    return len(rows)


def of_a_list(rows):
    return len(list(rows))


def counted():
    return Player.objects.count()

from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=40, unique=True)


class Player(models.Model):
    name = models.CharField(max_length=40)
    goals = models.IntegerField(default=0)
    active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")


def find_player(name):
    return Player.objects.get(name=name)


def by_names(names):
    found = []
    for name in names:
        found.append(Player.objects.get(name=name))  # expect: query/query-in-loop
    return found


def through_a_helper(names):
    return [find_player(name) for name in names]  # expect: query/query-in-loop


def known(names):
    _known = set(Player.objects.filter(name__in=names).values_list("name", flat=True))
    return {name: (name in _known) for name in names}  # expect: query/query-in-loop


def hoistable(names):
    out = []
    for name in names:
        out.append((name, Team.objects.count()))  # expect: query/query-in-loop
    return out


def tested_and_read(names):
    for name in names:
        players = Player.objects.filter(name=name)
        if players:  # expect: query/query-in-loop
            print(players[0], len(players))


def bound_anew(names):
    for name in names:
        players = Player.objects.filter(name=name)
        print(len(players))  # expect: query/query-in-loop
        players = players.exclude(goals=0)
        print(len(players))  # expect: query/query-in-loop

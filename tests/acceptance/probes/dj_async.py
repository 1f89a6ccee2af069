"""Coroutines of Django."""
import asyncio

from asgiref.sync import sync_to_async
from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=40)


class Player(models.Model):
    name = models.CharField(max_length=40)
    note = models.TextField()
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")

    def team_name(self):
        return self.team.name


async def to_one():
    return [p.team.name async for p in Player.objects.all()]  # expect: query/async-lazy-load


async def to_one_ready():
    return [p.team.name async for p in Player.objects.select_related("team")]


async def one_object():
    player = await Player.objects.afirst()
    return player.team.name  # expect: query/async-lazy-load


async def one_object_ready():
    player = await Player.objects.select_related("team").afirst()
    return player.team.name


async def through_method():
    player = await Player.objects.afirst()
    return player.team_name()  # expect: query/async-lazy-load


async def in_thread():
    player = await Player.objects.afirst()
    return await sync_to_async(player.team_name)()


async def in_thread_function():
    def names():
        return [p.name for p in Player.objects.all()]
    return await sync_to_async(names)()


async def in_thread_list():
    return await sync_to_async(list)(Player.objects.all())


async def list_of_query():
    return list(Player.objects.all())  # expect: query/async-lazy-load


async def plain_loop():
    out = []
    for player in Player.objects.all():  # expect: query/async-lazy-load
        out.append(player.name)
    return out


async def plain_get():
    return Player.objects.get(pk=1).name  # expect: query/async-lazy-load


async def plain_count():
    return Player.objects.count()  # expect: query/async-lazy-load


async def plain_save():
    player = await Player.objects.afirst()
    player.name = "new"
    player.save()  # expect: query/async-lazy-load


async def plain_test():
    if Player.objects.filter(pk=1):  # expect: query/async-lazy-load
        return 1
    return 0


async def related_list():
    team = await Team.objects.afirst()
    return list(team.players.all())  # expect: query/async-lazy-load


async def related_ready():
    team = await Team.objects.prefetch_related("players").afirst()
    return [p.name for p in team.players.all()]


async def related_async():
    team = await Team.objects.afirst()
    return [p.name async for p in team.players.all()]


async def deferred():
    return [p.note async for p in Player.objects.defer("note")]  # expect: query/async-lazy-load


async def related_each():
    out = []
    async for team in Team.objects.all():
        async for player in team.players.all():  # expect: query/n-plus-one
            out.append(player.name)
    return out


async def related_count_each():
    return [await team.players.acount() async for team in Team.objects.all()]  # expect: query/n-plus-one


async def got_each(ids):
    return [await Player.objects.aget(pk=pk) for pk in ids]  # expect: query/query-in-loop


async def tested_each(names):
    return [name for name in names if await Player.objects.filter(name=name).aexists()]  # expect: query/query-in-loop


async def saved_each():
    async for player in Player.objects.all():
        await player.asave()  # expect: query/write-in-loop


async def updated_each(ids):
    for pk in ids:
        await Player.objects.filter(pk=pk).aupdate(name="x")  # expect: query/write-in-loop


async def bulk(ids):
    players = await Player.objects.ain_bulk(ids)
    return [players[pk].name for pk in ids]


async def keys():
    return [p.team_id async for p in Player.objects.all()]


async def iterated():
    return [p.name async for p in Player.objects.aiterator()]


async def at_once(ids):
    return await asyncio.gather(Player.objects.acount(), Team.objects.acount())

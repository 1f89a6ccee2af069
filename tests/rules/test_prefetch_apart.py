"""A Prefetch of the relation elsewhere in the function: Django takes no plain lookup of it beside that."""

import json

MODELS = '''from django.db import models


class Check(models.Model):
    tags = models.CharField(max_length=80)


class Channel(models.Model):
    checks = models.ManyToManyField(Check)
    code = models.CharField(max_length=8)
'''
VIEWS = '''from django.db.models import Prefetch

from shop.models import Channel, Check


def codes(readonly):
    query = Check.objects.filter(tags="a")
    if not readonly:
        query = query.prefetch_related(Prefetch("channel_set", queryset=Channel.objects.only("code")))
    return [[channel.code for channel in check.channel_set.all()] for check in query]


def plain():
    query = Check.objects.filter(tags="a")
    return [[channel.code for channel in check.channel_set.all()] for check in query]
'''


def test_the_rewrite_is_refused(bluetick):
    bluetick.write("shop/__init__.py")
    bluetick.write("shop/models.py", MODELS)
    bluetick.write("shop/views.py", VIEWS)
    done = bluetick("check", "--isolated", "--no-cache", "--select", "query/n-plus-one", "--format", "json", ".")
    apart, plain = json.loads(done.stdout)["findings"]
    assert apart["fixes"] == []
    assert "Prefetch of the relation" in apart["refused"][0]["reason"]
    assert [edit["text"] for fix in plain["fixes"] for edit in fix["edits"]] == ['.prefetch_related("channel_set")']

"""Models of a project whose base class has a select() of its own, that gives what the library's gives."""
from typing import Any

from peewee import CharField, ForeignKeyField, Model, ModelSelect


class ReadModel(Model):
    @classmethod
    def select(cls, *args, **kwargs: Any) -> ModelSelect:
        query = super().select(*args, **kwargs)
        query.reads = True
        return query


class Hub(ReadModel):
    name = CharField()


class Leaf(ReadModel):
    hub = ForeignKeyField(Hub)


def names():
    return [leaf.hub.name for leaf in Leaf.select().where(Leaf.id > 1)]  # expect: query/n-plus-one


def names_joined():
    return [leaf.hub.name for leaf in Leaf.select(Leaf, Hub).join(Hub)]

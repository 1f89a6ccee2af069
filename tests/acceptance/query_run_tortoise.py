"""One function of a Tortoise case file, run against SQLite in memory."""

import tortoise
from tortoise.backends.sqlite.client import SqliteClient

from query_runner import arguments, literals, plain

SENT_BY = ("execute_query", "execute_query_dict", "execute_insert", "execute_many", "execute_script")


def value_of(field, number, texts):
    """Row `number` points to row `number`, so that no two rows share what they load."""
    if isinstance(field, tortoise.fields.BooleanField):
        return number % 2 == 1
    if field.field_type is str:
        return texts[field.model_field_name] if field.model_field_name in texts and number % 2 == 1 else f"x{number}"
    return number


def in_order(models):
    """A model comes after those that its foreign keys point to."""
    done, left = [], list(models)
    while left:
        ready = next(one for one in left if all(
            one._meta.fields_map[name].related_model not in left or one._meta.fields_map[name].related_model is one
            for name in one._meta.fk_fields))
        left.remove(ready)
        done.append(ready)
    return done


def row(value):
    if not isinstance(value, tortoise.Model):
        return None
    return {name: getattr(value, name) for name in value._meta.db_fields}


async def contents(models):
    return {model.__name__: sorted(map(repr, await model.all().values_list())) for model in models}


def prepare():
    pass


def watch(module, recorder):
    for name in SENT_BY:
        recorder.hook(SqliteClient, name)


async def ran(module, one, recorder):
    await tortoise.Tortoise.init(db_url="sqlite://:memory:", modules={"models": [module.__name__]})
    try:
        await tortoise.Tortoise.generate_schemas()
        models = in_order(tortoise.Tortoise.apps["models"].values())
        texts = literals(one["source"], one["name"])
        for model in models:
            for number in range(1, one["rows"] + 1):
                await model.create(**{name: value_of(model._meta.fields_map[name], number, texts)
                                      for name in model._meta.db_fields})
        function = getattr(module, one["name"])
        recorder.start()
        value = plain(await function(*arguments(function, {}, one["rows"])), row)
        recorder.stop()
        return {"value": value, "tables": await contents(models)}
    finally:
        recorder.stop()
        await tortoise.Tortoise.close_connections()


def work(module, one, recorder):
    return recorder.run(ran(module, one, recorder))

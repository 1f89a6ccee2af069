"""One function of a Pony case file, run against SQLite in memory."""

import inspect

from pony import orm

from query_runner import arguments, plain


def value_of(attribute, number, made):
    """Row `number` points to row `number`, so that no two rows share what they load."""
    if attribute.reverse:
        return made[attribute.py_type, number]
    return f"x{number}" if attribute.py_type is str else number


def fill(entities, count):
    left, made = list(entities), {}
    while left:
        ready = next(one for one in left if not any(
            each.reverse and not each.is_collection and each.py_type in left for each in one._attrs_))
        left.remove(ready)
        for number in range(1, count + 1):
            made[ready, number] = ready(**{
                each.name: value_of(each, number, made) for each in ready._attrs_
                if not each.is_collection and not each.is_pk})


def row(value):
    return {"id": value.get_pk()} if isinstance(value, orm.core.Entity) else None


def contents(module, entities):
    with orm.db_session:
        return {one.__name__: sorted((sorted(map(repr, each.to_dict().items())) for each in one.select()), key=repr)
                for one in entities}


def prepare():
    pass


def watch(module, recorder):
    module.db.bind("sqlite", ":memory:")
    module.db.generate_mapping(create_tables=True)
    recorder.hook(orm.core.Database, "_exec_sql")


def work(module, one, recorder):
    entities = list(module.db.entities.values())
    module.db.drop_all_tables(with_all_data=True)
    module.db.create_tables()
    with orm.db_session:
        fill(entities, one["rows"])
    function = getattr(module, one["name"])
    given = arguments(inspect.unwrap(function), {}, one["rows"])
    recorder.start()
    value = plain(function(*given), row)
    recorder.stop()
    return {"value": value, "tables": contents(module, entities)}

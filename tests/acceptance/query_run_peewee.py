"""One function of a peewee case file, run against SQLite in memory."""

import peewee

from query_runner import arguments, literals, plain


def models_of(module):
    """A model comes after those that its foreign keys point to; a base of others has no table."""
    found = [each for each in vars(module).values() if isinstance(each, type)
             and issubclass(each, peewee.Model) and each.__module__ == module.__name__]
    return peewee.sort_models([each for each in found if not each.__subclasses__()])


def field_value(field, number, texts):
    """Row `number` points to row `number`, so that no two rows share what they load."""
    if isinstance(field, peewee.ForeignKeyField):
        return (number - 1 or None) if field.rel_model is field.model else number
    if isinstance(field, peewee.BooleanField):
        return number % 2 == 1
    if isinstance(field, (peewee.CharField, peewee.TextField)):
        return texts[field.name] if field.name in texts and number % 2 == 1 else f"x{number}"
    return number


def row(value):
    return dict(value.__data__) if isinstance(value, peewee.Model) else None


def contents(models):
    return {model.__name__: sorted((list(each) for each in model.select().tuples()), key=repr)
            for model in models}


def prepare():
    pass


def watch(module, recorder):
    recorder.hook(peewee.Database, "execute_sql")


def work(module, one, recorder):
    models = models_of(module)
    module.db.close()  # and with it what the last run stored
    module.db.create_tables(models)
    texts = literals(one["source"], one["name"])
    for model in models:
        model.insert_many([
            {field.name: field_value(field, number, texts) for field in model._meta.sorted_fields}
            for number in range(1, one["rows"] + 1)]).execute()
    function = getattr(module, one["name"])
    recorder.start()
    value = plain(function(*arguments(function, {}, one["rows"])), row)
    recorder.stop()
    return {"value": value, "tables": contents(models)}

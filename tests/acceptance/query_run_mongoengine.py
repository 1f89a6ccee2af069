"""One function of a mongoengine case file, run against a stand-in for a MongoDB server."""

import mongoengine
import mongomock

from query_runner import arguments, literals, plain

# What goes to the server; find_one() is a find().
CALLS = ("find", "aggregate", "count_documents", "insert_one", "insert_many", "replace_one", "update_one",
         "update_many", "delete_one", "delete_many", "find_one_and_update", "find_one_and_replace")


def documents_of(module):
    """In the order of the file: what is referred to comes first."""
    return [each for each in vars(module).values() if isinstance(each, type)
            and issubclass(each, mongoengine.Document) and each.__module__ == module.__name__]


def value_of(field, number, made, texts):
    """Document `number` refers to document `number`, so that no two share what they load."""
    if isinstance(field, (mongoengine.ReferenceField, mongoengine.LazyReferenceField)):
        return made[field.document_type, number]
    if isinstance(field, mongoengine.EmbeddedDocumentField):
        return field.document_type(**{
            name: value_of(each, number, made, texts) for name, each in field.document_type._fields.items()})
    if isinstance(field, mongoengine.ListField):
        return [value_of(field.field, number, made, texts)]
    if isinstance(field, mongoengine.BooleanField):
        return number % 2 == 1
    return f"x{number}" if isinstance(field, mongoengine.StringField) else texts.get(field.name, number)


def numbers(source, name):
    """{field: number} that the function asks for; all rows shall have it."""
    return literals(source, name, int)


def row(value):
    return {"id": str(value.pk)} if isinstance(value, mongoengine.Document) else None


def contents(documents):
    return {each.__name__: sorted(repr({key: value for key, value in one.items() if key != "_id"})
                                  for one in each._get_collection().find()) for each in documents}


def prepare():
    mongoengine.connect("lab", mongo_client_class=mongomock.MongoClient, uuidRepresentation="standard")


def watch(module, recorder):
    for name in CALLS:
        recorder.hook(mongomock.collection.Collection, name, lambda this, *_, name=name: f"{this.name}.{name}")


def work(module, one, recorder):
    documents, made = documents_of(module), {}
    for each in documents:
        each.drop_collection()
    for each in documents:
        for number in range(1, one["rows"] + 1):
            made[each, number] = each(**{
                name: value_of(field, number, made, numbers(one["source"], one["name"]))
                for name, field in each._fields.items() if name != "id"}).save()
    function = getattr(module, one["name"])
    recorder.start()
    value = plain(function(*arguments(function, {}, one["rows"])), row)
    recorder.stop()
    return {"value": value, "tables": contents(documents)}

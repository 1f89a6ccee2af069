"""Prints what SQLAlchemy's mappers know of the classes of some modules, as JSON:
real_sqlalchemy.py FOLDER MODULE..."""

import importlib
import json
import sys

folder, *modules = sys.argv[1:]
sys.path.insert(0, folder)

from sqlalchemy import Column
from sqlalchemy.ext.associationproxy import AssociationProxy
from sqlalchemy.orm import Mapper, configure_mappers

LOADS = {
    "select": "at access",
    "joined": "with its row",
    "selectin": "with its row",
    "subquery": "with its row",
    "immediate": "behind its row",
    "dynamic": "each time",
    "write_only": "by statement",
    "raise": "never",
    "raise_on_sql": "never",
    "noload": "never",
    True: "at access",
    False: "with its row",
    None: "never",
}


def label(cls):
    return f"{cls.__module__}.{cls.__name__}"


def relation(prop):
    return {
        "name": prop.key,
        "kind": "to-many" if prop.uselist else "to-one",
        "target": label(prop.mapper.class_),
        "loads": LOADS[prop.lazy],
        "holds": prop.direction.name == "MANYTOONE",
    }


def subclasses(cls):
    for child in cls.__subclasses__():
        yield child
        yield from subclasses(child)


import gc

for module in modules:
    importlib.import_module(module)
configure_mappers()
facts = {}
for mapper in [found for found in gc.get_objects() if isinstance(found, Mapper)]:
    if mapper.class_.__module__ not in modules:
        continue
    columns = [{"name": prop.key, "kind": "column" if isinstance(prop.columns[0], Column) else "computed",
                "deferred": prop.deferred}
               for prop in mapper.column_attrs]
    proxies = [{"name": name, "kind": "through"}
               for name, found in mapper.all_orm_descriptors.items() if isinstance(found, AssociationProxy)]
    facts[label(mapper.class_)] = {
        "fields": columns + [relation(prop) for prop in mapper.relationships] + proxies
    }
print(json.dumps(facts))

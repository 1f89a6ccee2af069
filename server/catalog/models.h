/* What is known of ORMs: their base classes, field and relation classes, the words of their
 * options, and the models they bring themselves. Data: catalog/models.def, model_fields.def. */
#ifndef BLUETICK_CATALOG_MODELS_H
#define BLUETICK_CATALOG_MODELS_H

#include "catalog/catalog.h"

typedef enum Orm {
    ORM_NONE,
    ORM_DJANGO,
    ORM_SQLALCHEMY, /* Flask-SQLAlchemy and SQLModel too */
    ORM_PEEWEE,
    ORM_TORTOISE,
    ORM_MONGOENGINE,
    ORM_PONY,
    ORM_COUNT
} Orm;

/* "django", "sqlalchemy". */
Str orm_name(Orm orm);

#endif

import logging
from itertools import batched

from django.db import models
from sqlalchemy import Integer
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class Row(Base):
    __tablename__ = "row"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)


class Visit(models.Model):
    day = models.DateField()


def at_the_end(session: Session, keys):
    for key in keys:
        session.add(Row(id=key))
    session.commit()


def now_and_then(session: Session, keys):
    for count, key in enumerate(keys):
        session.add(Row(id=key))
        if count % 500 == 0:
            session.commit()
    session.commit()


def when_it_fails(session: Session, rows):
    for row in rows:
        try:
            row.compute()
        except ValueError:
            row.failed = True
            session.commit()


def store(visits):
    Visit.objects.bulk_create(visits)


def in_batches(visits):
    for batch in batched(visits, 500):
        logging.info("a batch of %d", len(batch))
        store(batch)


def one_by_one(table, names):
    for name in names:
        table.update({name: 1})


def when_full(days):
    batch = []
    for day in days:
        batch.append(Visit(day=day))
        if len(batch) >= 500:
            Visit.objects.bulk_create(batch)
            batch = []
    if batch:
        Visit.objects.bulk_create(batch)

"""SQLAlchemy's shapes: inheritance, mixins, several ways between two tables, backrefs."""

from typing import List, Optional, Set

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, String, Table, func, select
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import (
    DeclarativeBase,
    DynamicMapped,
    Mapped,
    WriteOnlyMapped,
    backref,
    column_property,
    declared_attr,
    deferred,
    mapped_column,
    relationship,
)


class Base(DeclarativeBase):
    pass


class Named:
    name: Mapped[str] = mapped_column(String(20))

    @declared_attr.directive
    def __tablename__(cls):
        return cls.__name__.lower() + "s"


class Owned:
    owner_id: Mapped[Optional[int]] = mapped_column(ForeignKey("persons.id"))

    @declared_attr
    def owner(cls) -> Mapped["Person"]:
        return relationship("Person", foreign_keys=[cls.owner_id])


likes = Table(
    "likes",
    Base.metadata,
    Column("person_id", ForeignKey("persons.id"), primary_key=True),
    Column("thing_id", ForeignKey("things.id"), primary_key=True),
)


class Person(Named, Base):
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    boss_id: Mapped[Optional[int]] = mapped_column(ForeignKey("persons.id"))
    boss = relationship("Person", remote_side=[id], backref="crew")
    liked: Mapped[List["Thing"]] = relationship(secondary=likes, back_populates="fans", lazy="selectin")
    passport: Mapped[Optional["Passport"]] = relationship(back_populates="person", lazy="joined")
    first_homes = relationship("Home", foreign_keys="Home.first_id", back_populates="first")
    second_homes = relationship("Home", foreign_keys="[Home.second_id]", backref=backref("second", lazy="immediate"))
    log: DynamicMapped["Entry"] = relationship()
    archive: WriteOnlyMapped["Entry"] = relationship(viewonly=True)
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "person"}


class Worker(Person):
    __tablename__ = "workers"
    id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    place_id: Mapped[Optional[int]] = mapped_column(ForeignKey("places.id"))
    place: Mapped["Place | None"] = relationship(back_populates="workers")
    __mapper_args__ = {"polymorphic_identity": "worker"}


class Manager(Worker):
    __tablename__ = None
    __mapper_args__ = {"polymorphic_identity": "manager"}


class Place(Base):
    __tablename__ = "places"
    id = mapped_column(Integer, primary_key=True)
    workers = relationship("Worker", back_populates="place", order_by="Worker.id")
    size = deferred(Column(Integer))
    note = mapped_column(String, deferred=True)


class Passport(Base):
    __tablename__ = "passports"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    person: Mapped[Person] = relationship(back_populates="passport", single_parent=True)


class Home(Base):
    __tablename__ = "homes"
    id: Mapped[int] = mapped_column(primary_key=True)
    first_id = mapped_column(ForeignKey("persons.id"))
    second_id = mapped_column(ForeignKey("persons.id"), nullable=False)
    first = relationship(Person, foreign_keys=[first_id], back_populates="first_homes")


class Thing(Owned, Named, Base):
    id: Mapped[int] = mapped_column(primary_key=True)
    fans: Mapped[Set["Person"]] = relationship(secondary="likes", back_populates="liked")
    parts = relationship("Part", uselist=True, cascade="all", backref=backref("thing", uselist=False))
    cover = relationship("Cover", uselist=False, backref="thing")
    fan_names: AssociationProxy[List[str]] = association_proxy("fans", "name")


class Part(Base):
    __tablename__ = "parts"
    __table_args__ = (ForeignKeyConstraint(["thing_id"], ["things.id"]),)
    id: Mapped[int] = mapped_column(primary_key=True)
    thing_id: Mapped[int]
    double = column_property(id * 2)


class Cover(Base):
    __tablename__ = "covers"
    id: Mapped[int] = mapped_column(primary_key=True)
    thing_id: Mapped[int] = mapped_column(ForeignKey("things.id"))


class Entry(Base):
    __tablename__ = "entries"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))
    place = relationship(lambda: Place, lazy=False, backref="entries")
    person: Mapped["Person"] = relationship(lazy="raise", overlaps="log")


Place.entry_count = column_property(
    select(func.count(Entry.id)).where(Entry.place_id == Place.id).correlate_except(Entry).scalar_subquery()
)

class Ticket(Base):
    __tablename__ = "tickets"
    id = Column(Integer, primary_key=True)
    text = deferred(Column(String(9)))
    number = column_property(Column(Integer))
    late = column_property(Column("late_number", Integer), deferred=True)
    double = column_property(select(func.count(Entry.id)).scalar_subquery(), deferred=True)


class Numbered:
    id = Column(Integer, primary_key=True)


class Parcel(Numbered, Base):
    __tablename__ = "parcels"
    id = Numbered.id
    label = Numbered.__doc__


# Classes under a condition, and in a function.
try:
    from missing_library import Badge
except ImportError:

    class Badge(Named, Base):
        id: Mapped[int] = mapped_column(primary_key=True)
        person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
        person = relationship(Person, backref="badges")


def make_seal():
    class Seal(Named, Base):
        id: Mapped[int] = mapped_column(primary_key=True)
        badge_id: Mapped[int] = mapped_column(ForeignKey("badges.id"))
        badge = relationship("Badge", backref=backref("seals", lazy="joined"))

    return Seal


Seal = make_seal()

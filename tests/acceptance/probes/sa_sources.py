"""Where rows of SQLAlchemy come from, and what the mapping says a read costs."""
from __future__ import annotations

from typing import List, Optional

from sqlalchemy import ForeignKey, and_, select, text
from sqlalchemy.orm import (
    DeclarativeBase, Mapped, Session, aliased, backref, contains_eager, defaultload, immediateload, joinedload,
    lazyload, load_only, mapped_column, noload, raiseload, relationship, selectinload, subqueryload, undefer,
)


class Base(DeclarativeBase):
    pass


class City(Base):
    __tablename__ = "cities"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    streets: Mapped[List["Street"]] = relationship(back_populates="city")


class Street(Base):
    __tablename__ = "streets"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    note: Mapped[Optional[str]] = mapped_column(deferred=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    city: Mapped["City"] = relationship(back_populates="streets")
    houses: Mapped[list["House"]] = relationship(back_populates="street", lazy="select")

    @property
    def title(self):
        return f"{self.name} in {self.city.name}"

    def __str__(self):
        return f"{self.name}, {self.city.name}"


class House(Base):
    __tablename__ = "houses"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    street_id: Mapped[int] = mapped_column(ForeignKey("streets.id"))
    street: Mapped[Street] = relationship(back_populates="houses")
    owners = relationship("Owner", backref=backref("house", lazy=True))


class Owner(Base):
    __tablename__ = "owners"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    house_id: Mapped[int] = mapped_column(ForeignKey("houses.id"))


class Stop(Base):
    __tablename__ = "stops"
    id: Mapped[int] = mapped_column(primary_key=True)
    street_id: Mapped[int] = mapped_column(ForeignKey("streets.id"))
    joined: Mapped["Street"] = relationship(lazy="joined")
    batched: Mapped[list["Bus"]] = relationship(lazy="selectin")
    nested: Mapped[list["Bus"]] = relationship(lazy="subquery", viewonly=True)


class Bus(Base):
    __tablename__ = "buses"
    id: Mapped[int] = mapped_column(primary_key=True)
    stop_id: Mapped[int] = mapped_column(ForeignKey("stops.id"))


class Node(Base):
    __tablename__ = "nodes"
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[Optional[int]] = mapped_column(ForeignKey("nodes.id"))
    parent: Mapped[Optional["Node"]] = relationship(remote_side=[id], back_populates="children")
    children: Mapped[List["Node"]] = relationship(back_populates="parent")


def legacy(session):
    return [s.city.name for s in session.query(Street)]  # expect: query/n-plus-one


def legacy_filtered(session):
    return [s.city.name for s in session.query(Street).filter(Street.id > 0).order_by(Street.id).all()]  # expect: query/n-plus-one


def legacy_limited(session):
    return [s.city.name for s in session.query(Street).limit(100)]  # expect: query/n-plus-one


def legacy_two_entities(session):
    return [h.street.name for h, c in session.query(House, City).filter(House.id == City.id)]  # expect: query/n-plus-one


def modern(session: Session):
    return [s.city.name for s in session.scalars(select(Street))]  # expect: query/n-plus-one


def modern_all(session: Session):
    streets = session.scalars(select(Street).where(Street.id > 0)).all()
    return [s.city.name for s in streets]  # expect: query/n-plus-one


def modern_execute(session: Session):
    return [row.Street.city.name for row in session.execute(select(Street))]  # expect: query/n-plus-one


def modern_indexed(session: Session):
    return [row[0].city.name for row in session.execute(select(Street))]  # expect: query/n-plus-one


def modern_unpacked(session: Session):
    return [s.city.name for s, in session.execute(select(Street)).all()]  # expect: query/n-plus-one


def modern_unique(session: Session):
    return [s.city.name for s in session.scalars(select(Street)).unique().all()]  # expect: query/n-plus-one


def modern_two_entities(session: Session):
    stmt = select(Street, House).join(House, House.street_id == Street.id)
    return [(s.city.name, h.number) for s, h in session.execute(stmt)]  # expect: query/n-plus-one


def modern_partitions(session: Session):
    out = []
    for part in session.scalars(select(Street)).partitions(100):
        for street in part:
            out.append(street.city.name)  # expect: query/n-plus-one
    return out


def modern_mappings(session: Session):
    return [row["name"] for row in session.execute(select(Street.name)).mappings()]


def modern_columns(session: Session):
    return [name for name, in session.execute(select(Street.name))]


def modern_column_scalars(session: Session):
    return [name.upper() for name in session.scalars(select(Street.name))]


def of_text(session: Session):
    stmt = select(Street).from_statement(text("SELECT id, name, city_id FROM streets"))
    return [s.city.name for s in session.scalars(stmt)]  # expect: query/n-plus-one


def of_alias(session: Session):
    other = aliased(Street)
    return [s.city.name for s in session.scalars(select(other))]  # expect: query/n-plus-one


def statement_in_steps(session: Session):
    stmt = select(Street)
    stmt = stmt.where(and_(Street.id > 0, Street.name != ""))
    stmt = stmt.order_by(Street.name)
    return [s.city.name for s in session.scalars(stmt)]  # expect: query/n-plus-one


def one_row(session: Session, pk):
    return session.get(Street, pk).city.name


def one_row_by_query(session: Session):
    return session.scalars(select(Street)).first().city.name


def one_row_by_scalar(session: Session):
    return session.scalar(select(Street).limit(1)).city.name


def collection_of_one(session: Session, pk):
    return [h.number for h in session.get(Street, pk).houses]


def key_only(session: Session):
    return [s.city_id for s in session.scalars(select(Street))]


def collection(session: Session):
    return [len(s.houses) for s in session.scalars(select(Street))]  # expect: query/n-plus-one


def collection_tested(session: Session):
    return [s.name for s in session.scalars(select(Street)) if s.houses]  # expect: query/n-plus-one


def collection_twice(session: Session):
    out = []
    for street in session.scalars(select(Street)):
        out.append(len(street.houses))  # expect: query/n-plus-one
        out.append([h.number for h in street.houses])
    return out


def mapped_joined(session: Session):
    return [s.joined.name for s in session.scalars(select(Stop))]


def mapped_selectin(session: Session):
    return [len(s.batched) for s in session.scalars(select(Stop))]


def mapped_subquery(session: Session):
    return [len(s.nested) for s in session.scalars(select(Stop))]


def mapped_joined_turned_off(session: Session):
    stmt = select(Stop).options(lazyload(Stop.joined))
    return [s.joined.name for s in session.scalars(stmt)]  # expect: query/n-plus-one


def all_turned_off(session: Session):
    stmt = select(Stop).options(lazyload("*"))
    return [s.joined.name for s in session.scalars(stmt)]  # expect: query/n-plus-one


def of_backref(session: Session):
    return [o.house.number for o in session.scalars(select(Owner))]  # expect: query/n-plus-one


def parents(session: Session):
    return [n.parent_id for n in session.scalars(select(Node)) if n.parent_id]


def children(session: Session):
    return [len(n.children) for n in session.scalars(select(Node))]  # expect: query/n-plus-one


def through_property(session: Session):
    return [s.title for s in session.scalars(select(Street))]  # expect: query/n-plus-one


def through_text(session: Session):
    return [str(s) for s in session.scalars(select(Street))]  # expect: query/n-plus-one


def through_format(session: Session):
    return [f"{s}" for s in session.scalars(select(Street))]  # expect: query/n-plus-one


def deferred_column(session: Session):
    return [s.note for s in session.scalars(select(Street))]  # expect: query/deferred-field


def undeferred_column(session: Session):
    return [s.note for s in session.scalars(select(Street).options(undefer(Street.note)))]


def only_some_columns(session: Session):
    return [s.name for s in session.scalars(select(Street).options(load_only(Street.city_id)))]  # expect: query/deferred-field


def joined_option(session: Session):
    return [s.city.name for s in session.scalars(select(Street).options(joinedload(Street.city)))]


def selectin_option(session: Session):
    return [len(s.houses) for s in session.scalars(select(Street).options(selectinload(Street.houses)))]


def subquery_option(session: Session):
    return [len(s.houses) for s in session.scalars(select(Street).options(subqueryload(Street.houses)))]


def chained_option(session: Session):
    stmt = select(House).options(joinedload(House.street).joinedload(Street.city))
    return [h.street.city.name for h in session.scalars(stmt)]


def chained_option_half(session: Session):
    stmt = select(House).options(joinedload(House.street))
    return [h.street.city.name for h in session.scalars(stmt)]  # expect: query/n-plus-one


def defaultload_loads_nothing(session: Session):
    stmt = select(House).options(defaultload(House.street).joinedload(Street.city))
    return [h.street.city.name for h in session.scalars(stmt)]  # expect: query/n-plus-one


def join_is_no_load(session: Session):
    return [s.city.name for s in session.scalars(select(Street).join(Street.city))]  # expect: query/n-plus-one


def join_with_option(session: Session):
    stmt = select(Street).join(Street.city).options(contains_eager(Street.city))
    return [s.city.name for s in session.scalars(stmt)]


def raising_option(session: Session):
    return [s.city_id for s in session.scalars(select(Street).options(raiseload("*")))]


def several_options(session: Session):
    stmt = select(Street).options(joinedload(Street.city), selectinload(Street.houses))
    return [(s.city.name, len(s.houses)) for s in session.scalars(stmt)]


def options_list(session: Session):
    options = [joinedload(Street.city), selectinload(Street.houses)]
    return [s.city.name for s in session.scalars(select(Street).options(*options))]


def options_in_a_branch(session: Session, flag):
    stmt = select(Street)
    if flag:
        stmt = stmt.options(joinedload(Street.city))
    return [s.city.name for s in session.scalars(stmt)]  # expect: query/n-plus-one


def held(session: Session):
    cities = session.scalars(select(City)).all()
    names = [s.city.name for s in session.scalars(select(Street))]
    return names, [c.name for c in cities]


def not_held(session: Session):
    session.scalars(select(City)).all()
    return [s.city.name for s in session.scalars(select(Street))]  # expect: query/n-plus-one


def back_to_parent(session: Session):
    stmt = select(City).options(selectinload(City.streets))
    return [s.city.name for c in session.scalars(stmt) for s in c.streets]


def back_to_parent_of_one(session: Session, pk):
    return [s.city.name for s in session.get(City, pk).streets]


def nested_collections(session: Session):
    out = []
    for city in session.scalars(select(City)):
        for street in city.streets:  # expect: query/n-plus-one
            for house in street.houses:  # expect: query/n-plus-one
                out.append(house.number)
    return out


def list_kept(session: Session):
    rows = list(session.scalars(select(Street)))
    return [s.city.name for s in rows]  # expect: query/n-plus-one


def sorted_by_relation(session: Session):
    return [s.name for s in sorted(session.scalars(select(Street)), key=lambda s: s.city.name)]  # expect: query/n-plus-one


def by_key(session: Session):
    rows = {s.id: s for s in session.scalars(select(Street))}
    return [rows[key].city.name for key in sorted(rows)]  # expect: query/n-plus-one


def _named(street):
    return street.city.name


def in_helper(session: Session):
    return [_named(s) for s in session.scalars(select(Street))]  # expect: query/n-plus-one


def in_map(session: Session):
    return list(map(_named, session.scalars(select(Street))))  # expect: query/n-plus-one


def _all_streets(session):
    return session.scalars(select(Street)).all()


def from_helper(session: Session):
    return [s.city.name for s in _all_streets(session)]  # expect: query/n-plus-one


def _streets(session):
    yield from session.scalars(select(Street))


def from_generator(session: Session):
    return [s.city.name for s in _streets(session)]  # expect: query/n-plus-one


class Repository:
    def __init__(self, session: Session):
        self.session = session

    def streets(self):
        return self.session.scalars(select(Street)).all()

    def names(self):
        return [s.city.name for s in self.streets()]  # expect: query/n-plus-one

    def city(self, pk):
        return self.session.get(City, pk)


def in_repository(session: Session):
    return Repository(session).names()


def many_from_repository(session: Session, ids):
    repository = Repository(session)
    return [repository.city(pk).name for pk in ids]  # expect: query/query-in-loop


def got(session: Session, ids):
    return [session.get(City, pk).name for pk in ids]  # expect: query/query-in-loop


def got_legacy(session: Session, ids):
    return [session.query(City).get(pk).name for pk in ids]  # expect: query/query-in-loop


def selected(session: Session, names):
    return [session.scalars(select(City).where(City.name == name)).first() for name in names]  # expect: query/query-in-loop


def selected_legacy(session: Session, names):
    out = []
    for name in names:
        out.append(session.query(City).filter_by(name=name).one_or_none())  # expect: query/query-in-loop
    return out


def executed(session: Session, ids):
    out = []
    for pk in ids:
        row = session.execute(text("SELECT name FROM cities WHERE id = :pk"), {"pk": pk}).first()  # expect: query/query-in-loop
        out.append(row[0])
    return out


def counted(session: Session, names):
    return [session.query(City).filter(City.name == name).count() for name in names]  # expect: query/query-in-loop


def existing(session: Session, names):
    out = []
    for name in names:
        if not session.query(session.query(City).filter_by(name=name).exists()).scalar():  # expect: query/query-in-loop
            out.append(name)
    return out


def built(session: Session, names):
    return [select(City).where(City.name == name) for name in names]


def at_once(session: Session, ids):
    found = {c.id: c for c in session.scalars(select(City).where(City.id.in_(ids)))}
    return [found[pk].name for pk in ids]


def first_match(session: Session, names):
    for name in names:
        city = session.scalars(select(City).where(City.name == name)).first()
        if city is not None:
            return city.name
    return None


def added(session: Session, names):
    for name in names:
        session.add(City(name=name))
    session.commit()


def added_and_flushed(session: Session, names):
    for name in names:
        session.add(City(name=name))
        session.flush()  # expect: query/write-in-loop


def added_and_committed(session: Session, names):
    for name in names:
        session.add(City(name=name))
        session.commit()  # expect: query/write-in-loop


def committed_in_batches(session: Session, names):
    for start in range(0, len(names), 100):
        session.add_all([City(name=name) for name in names[start:start + 100]])
        session.commit()


def merged(session: Session, rows):
    for row in rows:
        session.merge(City(id=row["id"], name=row["name"]))  # expect: query/query-in-loop
    session.commit()


def updated(session: Session, ids):
    for pk in ids:
        session.query(City).filter(City.id == pk).update({"name": "x"})  # expect: query/write-in-loop


def refreshed(session: Session):
    for city in session.scalars(select(City)).all():
        session.refresh(city)  # expect: query/query-in-loop


def length(session: Session):
    return len(session.scalars(select(City)).all())  # expect: query/count-via-len


def truth(session: Session):
    return bool(session.query(City).all())  # expect: query/exists-via-bool


def positive(session: Session):
    return session.query(City).count() > 0  # expect: query/exists-via-count


def total(session: Session):
    return sum(h.number for h in session.scalars(select(House)))  # expect: query/aggregate-in-python

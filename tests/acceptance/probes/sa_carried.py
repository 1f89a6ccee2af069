"""Rows of SQLAlchemy on their way from the query to where they are read: what carries them, what picks them out."""
import functools
import itertools
from collections import OrderedDict, defaultdict, deque

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import (
    DeclarativeBase, Load, Mapped, Session, joinedload, mapped_column, relationship, selectinload,
)


class Base(DeclarativeBase):
    pass


class Hub(Base):
    __tablename__ = "hubs"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    note: Mapped[str]
    nodes: Mapped[list["Leaf"]] = relationship(back_populates="hub")


class Leaf(Base):
    __tablename__ = "leaves"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    note: Mapped[str]
    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    hub: Mapped["Hub"] = relationship(back_populates="nodes")
    tags: Mapped[list["Tag"]] = relationship()

    @property
    def known_tags(self):
        found = []
        for tag in self.tags:
            if tag.kind.name:  # expect: query/n-plus-one
                found.append(tag)
        return found


class Tag(Base):
    __tablename__ = "tags"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    leaf_id: Mapped[int] = mapped_column(ForeignKey("leaves.id"))
    kind_id: Mapped[int] = mapped_column(ForeignKey("kinds.id"))
    kind: Mapped["Kind"] = relationship()


class Kind(Base):
    __tablename__ = "kinds"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


# ---- decorators of one's own


def _traced(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        assert function.__name__
        return function(*args, **kwargs)
    return inner


def _traced_as(label):
    def decorate(function):
        @functools.wraps(function)
        def inner(leaf, *args, **kwargs):
            result = function(leaf, *args, **kwargs)
            assert label
            return result
        return inner
    return decorate


_REGISTRY = []


def _registered(function):
    _REGISTRY.append(function)
    return function


def _remembered(function):
    memo = {}

    @functools.wraps(function)
    def inner(key):
        if key not in memo:
            memo[key] = function(key)
        return memo[key]
    return inner


@_traced
def _hub_of(leaf):
    return leaf.hub.name


@_traced_as("x")
def _hub_labelled(leaf):
    return leaf.hub.name


@_registered
def _hub_registered(leaf):
    return leaf.hub.name


@_traced
def _leaves(session):
    return session.query(Leaf).all()


@_remembered
def _squared(number):
    return number * number


def decorated(session: Session):
    return [_hub_of(leaf) for leaf in session.query(Leaf)]  # expect: query/n-plus-one


def decorated_by_call(session: Session):
    return [_hub_labelled(leaf) for leaf in session.query(Leaf)]  # expect: query/n-plus-one


def decorated_by_register(session: Session):
    return [_hub_registered(leaf) for leaf in session.query(Leaf)]  # expect: query/n-plus-one


def decorated_source(session: Session):
    return [leaf.hub.name for leaf in _leaves(session)]  # expect: query/n-plus-one


def decorated_and_loaded(session: Session):
    return [_hub_of(leaf) for leaf in session.query(Leaf).options(joinedload(Leaf.hub))]


def decorated_number(session: Session):
    return [_squared(leaf.id) for leaf in session.query(Leaf)]


# ---- picked out one by one


def picked_by_next(session: Session, ids):
    leaves = session.query(Leaf).all()
    leaves = [next(leaf for leaf in leaves if leaf.id == one) for one in ids]
    return [leaf.hub.name for leaf in leaves]  # expect: query/n-plus-one


def picked_by_place(session: Session, ids):
    leaves = session.query(Leaf).all()
    out = []
    for place, _ in enumerate(ids):
        out.append(leaves[place].hub.name)  # expect: query/n-plus-one
    return out


def picked_by_key(session: Session, ids):
    leaves = {leaf.id: leaf for leaf in session.query(Leaf)}
    return [leaves[one].hub.name for one in ids]  # expect: query/n-plus-one


def picked_by_get(session: Session, ids):
    leaves = {leaf.id: leaf for leaf in session.query(Leaf)}
    out = []
    for one in ids:
        leaf = leaves.get(one)
        if leaf:
            out.append(leaf.hub.name)  # expect: query/n-plus-one
    return out


def picked_by_key_from_rows(session: Session):
    hubs = {hub.id: hub for hub in session.query(Hub)}
    return [len(hubs[leaf.hub_id].nodes) for leaf in session.query(Leaf)]  # expect: query/n-plus-one


def popped(session: Session):
    leaves = session.query(Leaf).all()
    out = []
    while leaves:
        leaf = leaves.pop()
        out.append(leaf.hub.name)  # expect: query/n-plus-one
    return out


def popped_from_queue(session: Session):
    queue = deque(session.query(Leaf))
    out = []
    while queue:
        out.append(queue.popleft().hub.name)  # expect: query/n-plus-one
    return out


def picked_and_loaded(session: Session, ids):
    leaves = {leaf.id: leaf for leaf in session.query(Leaf).options(joinedload(Leaf.hub))}
    return [leaves[one].hub.name for one in ids]


def picked_always_the_same(session: Session, ids):
    leaves = session.query(Leaf).all()
    return [(one, leaves[0].hub.name) for one in ids]


def picked_before_the_loop(session: Session, ids, pk):
    leaves = {leaf.id: leaf for leaf in session.query(Leaf)}
    leaf = leaves[pk]
    return [(one, leaf.hub.name) for one in ids]


def picked_once(session: Session, pk):
    leaves = {leaf.id: leaf for leaf in session.query(Leaf)}
    return leaves[pk].hub.name


def picked_for_columns(session: Session, ids):
    leaves = {leaf.id: leaf for leaf in session.query(Leaf)}
    return [leaves[one].hub_id for one in ids]


# ---- gathered in groups


def grouped_by_defaultdict(session: Session):
    groups = defaultdict(list)
    for leaf in session.query(Leaf):
        groups[leaf.hub_id].append(leaf)
    out = []
    for _, leaves in sorted(groups.items()):
        for leaf in leaves:
            out.append(leaf.hub.name)  # expect: query/n-plus-one
    return out


def grouped_by_setdefault(session: Session):
    groups = {}
    for leaf in session.query(Leaf):
        groups.setdefault(leaf.hub_id, []).append(leaf)
    out = []
    for leaves in groups.values():
        for leaf in leaves:
            out.append(leaf.hub.name)  # expect: query/n-plus-one
    return out


def grouped_by_test(session: Session):
    groups = OrderedDict()
    for leaf in session.query(Leaf):
        if leaf.hub_id not in groups:
            groups[leaf.hub_id] = []
        groups[leaf.hub_id].append(leaf)
    out = []
    for hub_id in groups:
        for leaf in groups[hub_id]:
            out.append(leaf.hub.name)  # expect: query/n-plus-one
    return out


def grouped_in_sets(session: Session):
    groups = defaultdict(set)
    for leaf in session.query(Leaf):
        groups[leaf.hub_id].add(leaf)
    return [leaf.hub.name for leaves in groups.values() for leaf in leaves]  # expect: query/n-plus-one


def grouped_by_groupby(session: Session):
    rows = session.query(Leaf).order_by(Leaf.hub_id)
    out = []
    for _, leaves in itertools.groupby(rows, key=lambda leaf: leaf.hub_id):
        for leaf in leaves:
            out.append(leaf.hub.name)  # expect: query/n-plus-one
    return out


def _grouped(session):
    groups = defaultdict(list)
    for leaf in session.query(Leaf):
        groups[leaf.hub_id].append(leaf)
    return groups


def grouped_elsewhere(session: Session, ids):
    groups = _grouped(session)
    out = []
    for one in ids:
        for leaf in groups.get(one, []):
            out.append(leaf.hub.name)  # expect: query/n-plus-one
    return out


def _names(leaves):
    return [leaf.hub.name for leaf in leaves]  # expect: query/n-plus-one


def grouped_and_shown_elsewhere(session: Session, ids):
    groups = _grouped(session)
    return [_names(groups.get(one, [])) for one in ids]


def _group_list(rows, key):
    return {group: sorted(list(found), key=lambda row: row.id)
            for group, found in itertools.groupby(sorted(rows, key=key), key=key)}


def grouped_by_anybody(session: Session, ids):
    groups = _group_list(session.query(Leaf), lambda leaf: leaf.hub_id)
    out = []
    for one in ids:
        for leaf in groups.get(one, []):
            out.append(leaf.hub.name)  # expect: query/n-plus-one
    return out


def keyed_by_row(session: Session):
    found = {}
    for leaf in session.query(Leaf):
        found.setdefault(leaf, []).append(leaf.id)
    return [leaf.hub.name for leaf, _ in found.items()]  # expect: query/n-plus-one


def keyed_by_row_in_comprehension(session: Session):
    found = {leaf: 1 for leaf in session.query(Leaf)}
    return [leaf.hub.name for leaf in found]  # expect: query/n-plus-one


def grouped_and_loaded(session: Session):
    groups = defaultdict(list)
    for leaf in session.query(Leaf).options(selectinload(Leaf.hub)):
        groups[leaf.hub_id].append(leaf)
    return [leaf.hub.name for leaves in groups.values() for leaf in leaves]


def grouped_names(session: Session):
    groups = defaultdict(list)
    for leaf in session.query(Leaf):
        groups[leaf.hub_id].append(leaf.name)
    return [name for names in groups.values() for name in names]


def grouped_with_others(session: Session, rows):
    groups = defaultdict(list)
    for leaf in session.query(Leaf):
        groups[leaf.hub_id].append(leaf.id)
    for row in rows:
        groups[row["id"]].append(row["id"])
    return [one for ones in groups.values() for one in ones]


def read_by_what_gave_them(session: Session):
    out = []
    for leaf in session.query(Leaf):
        for tag in leaf.known_tags:  # expect: query/n-plus-one
            out.append(tag.kind.name)
    return out


# ---- one of several


def _named(session, name):
    return session.query(Leaf).filter_by(name=name).all()


def list_or_query(session: Session, flag):
    if flag:
        leaves = _named(session, "a")
    else:
        leaves = session.query(Leaf).filter(Leaf.id > 0)
    return [leaf.hub.name for leaf in leaves]  # expect: query/n-plus-one


def _all_or_nothing(session, flag):
    if flag:
        return []
    return session.query(Leaf).all()


def rows_or_nothing(session: Session, flag):
    return [leaf.hub.name for leaf in _all_or_nothing(session, flag)]  # expect: query/n-plus-one


def rows_or_empty_list(session: Session, flag):
    leaves = [] if flag else session.query(Leaf).all()
    return [leaf.hub.name for leaf in leaves]  # expect: query/n-plus-one


def empty_list_first(session: Session, flag):
    leaves = []
    if not flag:
        leaves = session.query(Leaf).all()
    return [leaf.hub.name for leaf in leaves]  # expect: query/n-plus-one


def both_loaded(session: Session, flag):
    leaves = []
    if not flag:
        leaves = session.query(Leaf).options(joinedload(Leaf.hub)).all()
    return [leaf.hub.name for leaf in leaves]


def one_of_two_loaded(session: Session, flag):
    if flag:
        leaves = session.query(Leaf).options(joinedload(Leaf.hub)).all()
    else:
        leaves = session.query(Leaf)
    return [leaf.hub.name for leaf in leaves]  # expect: query/n-plus-one


def other_rows_or_nothing(session: Session, flag):
    names = []
    if not flag:
        names = [leaf.name for leaf in session.query(Leaf)]
    return [name.upper() for name in names]


# ---- rows that share what they refer to


def of_one_hub(session: Session, pk):
    return [leaf.hub.name for leaf in session.query(Leaf).filter(Leaf.hub_id == pk).all()]


def of_one_hub_by_name(session: Session, pk):
    return [leaf.hub.name for leaf in session.query(Leaf).filter_by(hub_id=pk)]


def of_one_hub_with_tags(session: Session):
    return [len(leaf.tags) for leaf in session.query(Leaf).filter(Leaf.hub_id != 0)]  # expect: query/n-plus-one


def of_other_hubs(session: Session, pk):
    return [leaf.hub.name for leaf in session.query(Leaf).filter(Leaf.hub_id != pk)]  # expect: query/n-plus-one


# ---- rows of several places


def with_entities(session: Session):
    rows = session.query(Leaf).join(Hub).with_entities(Leaf, Hub.name)
    return [(len(leaf.tags), name) for leaf, name in rows]  # expect: query/n-plus-one


def columns_of_one_class(session: Session):
    rows = session.query(Leaf, Hub).options(Load(Leaf).load_only(Leaf.hub_id)).join(Hub)
    return [(leaf.name, hub.name) for leaf, hub in rows]  # expect: query/deferred-field


def mapping_of_columns(session: Session):
    return [row["name"] for row in session.execute(select(Leaf.name, Leaf.id)).mappings()]

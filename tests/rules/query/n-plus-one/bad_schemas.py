"""Tables in schemas: which side of a relation has the key."""
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import Session, declarative_base, declared_attr, relationship

Base = declarative_base()


class Hub(Base):
    __tablename__ = "hubs"
    __table_args__ = {"schema": "net"}
    id = Column(Integer, primary_key=True)
    name = Column(String(20))


class HubMixin:
    @declared_attr
    def hub_id(cls):
        return Column(Integer, ForeignKey("net.hubs.id"))

    @declared_attr
    def hub(cls):
        return relationship("Hub", lazy=True)


class Leaf(HubMixin, Base):
    __tablename__ = "leaves"
    __table_args__ = {"schema": "net"}
    id = Column(Integer, primary_key=True)


def names(session: Session):
    return [leaf.hub.name for leaf in session.query(Leaf)]  # expect: query/n-plus-one


def snake_case(name):
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name).lstrip("_")


class Named(Base):
    __abstract__ = True

    @declared_attr
    def __tablename__(cls):
        return snake_case(cls.__name__)


class HubOwner(Named):
    id = Column(Integer, primary_key=True)
    name = Column(String(20))


class HubShare(Named):
    id = Column(Integer, primary_key=True)
    owner_id = Column(Integer, ForeignKey("hub_owner.id"))
    owner = relationship("HubOwner")


def owners(session: Session):
    return [share.owner.name for share in session.query(HubShare)]  # expect: query/n-plus-one

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

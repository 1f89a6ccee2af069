"""Tables in schemas, with what is read in memory."""
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import Session, declarative_base, joinedload, relationship

Base = declarative_base()


class Hub(Base):
    __tablename__ = "hubs"
    __table_args__ = {"schema": "net"}
    id = Column(Integer, primary_key=True)
    name = Column(String(20))


class Leaf(Base):
    __tablename__ = "leaves"
    __table_args__ = {"schema": "net"}
    id = Column(Integer, primary_key=True)
    hub_id = Column(Integer, ForeignKey("net.hubs.id"))
    hub = relationship("Hub", backref="leaves")


def names(session: Session):
    return [leaf.hub.name for leaf in session.query(Leaf).options(joinedload(Leaf.hub))]


def names_of_hub(session: Session, pk):
    hub = session.get(Hub, pk)
    return [leaf.hub.name for leaf in hub.leaves]


def keys(session: Session):
    return [leaf.hub_id for leaf in session.query(Leaf)]

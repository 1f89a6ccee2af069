"""Sessions that a framework hands in, and a user that a request has by its name."""
from fastapi import APIRouter, Depends
from sqlalchemy import Column, ForeignKey, Integer, String, create_engine, select
from sqlalchemy.orm import declarative_base, relationship, sessionmaker

Base = declarative_base()
SessionLocal = sessionmaker(bind=create_engine("sqlite://"))
router = APIRouter()


class Hub(Base):
    __tablename__ = "hubs"
    id = Column(Integer, primary_key=True)
    name = Column(String(20))


class Leaf(Base):
    __tablename__ = "leaves"
    id = Column(Integer, primary_key=True)
    hub_id = Column(Integer, ForeignKey("hubs.id"))
    hub = relationship("Hub")


def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()


@router.get("/leaves")
def leaves(db=Depends(get_db)):
    return [leaf.hub.name for leaf in db.scalars(select(Leaf))]  # expect: query/n-plus-one

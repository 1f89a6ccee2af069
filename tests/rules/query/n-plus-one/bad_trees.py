"""A function that goes down a tree and calls itself: followed to the end, which has to be one."""
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import Session, declarative_base, relationship

Base = declarative_base()


class Owner(Base):
    __tablename__ = "owners"
    id = Column(Integer, primary_key=True)
    name = Column(String(20))


class Node(Base):
    __tablename__ = "nodes"
    id = Column(Integer, primary_key=True)
    parent_id = Column(Integer, ForeignKey("nodes.id"))
    owner_id = Column(Integer, ForeignKey("owners.id"))
    owner = relationship("Owner")
    children = relationship("Node")


def shown(node):
    return {"owner": node.owner.name, "children": [shown(child) for child in node.children]}  # expect: query/n-plus-one


def tree(session: Session):
    return [shown(node) for node in session.query(Node)]  # expect: query/n-plus-one

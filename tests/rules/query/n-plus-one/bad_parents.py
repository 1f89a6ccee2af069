"""Rows that are asked for by one parent lead to others nevertheless."""
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import Session, backref, declarative_base, relationship

Base = declarative_base()


class Account(Base):
    __tablename__ = "accounts"
    id = Column(Integer, primary_key=True)
    name = Column(String)


class Folder(Base):
    __tablename__ = "folders"
    id = Column(Integer, primary_key=True)
    title = Column(String)
    parent_id = Column(ForeignKey("folders.id"))
    parent = relationship("Folder", remote_side=[id], backref="children")


class Note(Base):
    __tablename__ = "notes"
    id = Column(Integer, primary_key=True)
    text = Column(String)
    folder_id = Column(ForeignKey("folders.id"))
    author_id = Column(ForeignKey("accounts.id"))
    editor_id = Column(ForeignKey("accounts.id"))
    folder = relationship("Folder", backref=backref("notes", lazy=True))
    author = relationship("Account", foreign_keys=[author_id], backref="written")
    editor = relationship("Account", foreign_keys=[editor_id], backref="edited")


def authors(session: Session, pk: int):
    folder = session.get(Folder, pk)
    return [note.author.name for note in session.query(Note).with_parent(folder)]  # expect: query/n-plus-one


def editors(session: Session, pk: int):
    account = session.get(Account, pk)
    written = session.query(Note).with_parent(account, Account.written)
    return [note.editor.name for note in written]  # expect: query/n-plus-one


def children(session: Session, pk: int):
    top = session.get(Folder, pk)
    return [len(folder.children) for folder in session.query(Folder).with_parent(top, Folder.children)]  # expect: query/n-plus-one


def places(session: Session, pk: int):
    account = session.get(Account, pk)
    return [note.folder.title for note in session.query(Note).with_parent(account, Account.edited)]  # expect: query/n-plus-one

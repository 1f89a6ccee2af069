from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.orm import Session

books = Table("books", MetaData(), Column("id", Integer, primary_key=True), Column("seen", Integer))


def mark(session: Session, ids):
    for book_id in ids:
        session.execute(books.update().where(books.c.id == book_id).values(seen=1))  # expect: query/write-in-loop


def drop(session: Session, ids):
    for book_id in ids:
        session.execute(books.delete().where(books.c.id == book_id))  # expect: query/write-in-loop

"""Serves every page of the sample shop once and tells what it showed and how many queries it sent.

    python sample_shop.py FOLDER    # the folder that holds shop/
"""

import datetime
import json
import os
import sys
import tempfile
from decimal import Decimal

SUPPLIERS, CUSTOMERS, PRODUCTS, ORDERS, SALES = 8, 25, 40, 50, 60
PAGES = ("/orders/", "/parcels/", "/tags/", "/suppliers/", "/customers/1/", "/api/products/")


def fill_shop():
    from shop import models
    for number in range(1, SUPPLIERS + 1):
        models.Supplier.objects.create(pk=number, name=f"Supplier {number}", country="DE")
    for number in range(1, CUSTOMERS + 1):
        models.Customer.objects.create(pk=number, name=f"Customer {number}", email=f"c{number}@shop.example")
    tags = [models.Tag.objects.create(word=word) for word in ("new", "blue", "soft", "rare")]
    for number in range(1, PRODUCTS + 1):
        product = models.Product.objects.create(
            pk=number, sku=f"s{number}", title=f"Product {number:02}", price=Decimal(number) / 4,
            supplier_id=number % SUPPLIERS + 1)
        product.tags.set([tags[number % 4], tags[(number + 1) % 4]])
        for turn in range(2):
            models.Review.objects.create(
                product=product, customer_id=(number + turn) % CUSTOMERS + 1, stars=number % 5 + 1)
    day = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
    for number in range(1, ORDERS + 1):
        order = models.Order.objects.create(
            pk=number, customer_id=number % CUSTOMERS + 1, is_sent=number % 4 == 0,
            placed_at=day + datetime.timedelta(hours=number))
        for turn in range(3):
            order.lines.create(product_id=(number * 3 + turn) % PRODUCTS + 1, quantity=turn + 1)


def serve_shop():
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    client = Client()
    for page in PAGES:
        with CaptureQueriesContext(connection) as sent:
            answer = client.get(page)
        assert answer.status_code == 200, answer.content.decode()
        yield page, answer.content.decode(), len(sent)


def write_reports():
    import sqlalchemy
    from shop import reports
    with tempfile.TemporaryDirectory() as folder:
        engine = sqlalchemy.create_engine(f"sqlite:///{folder}/warehouse.sqlite3")
        reports.Base.metadata.create_all(engine)
        with sqlalchemy.orm.Session(engine) as session:
            for number in range(1, SALES + 1):
                region = reports.Region(id=number, name=f"Region {number:02}")
                session.add(reports.Sale(id=number, region=region, amount=number * 37 % 101))
            session.commit()
        sent = []
        sqlalchemy.event.listen(sqlalchemy.Engine, "before_cursor_execute", lambda *_: sent.append(1))
        yield "amounts_by_region", reports.amounts_by_region(str(engine.url)), len(sent)
        for report in (reports.best_sales, reports.largest_by_region):
            sent.clear()
            with sqlalchemy.orm.Session(engine) as session:
                value = report(session)
            yield report.__name__, value, len(sent)


def main():
    sys.dont_write_bytecode = True
    sys.path.insert(0, sys.argv[1])
    os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"
    import django
    from django.core.management import call_command
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    fill_shop()
    json.dump({name: {"shown": body, "queries": count}
               for served in (serve_shop(), write_reports()) for name, body, count in served}, sys.stdout)


if __name__ == "__main__":
    main()

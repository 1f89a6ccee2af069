"""Statements in loops, and whole results that are misused: each is rewritten, or left."""
from django.db import models


class Shop(models.Model):
    name = models.CharField(max_length=40)
    visits = models.IntegerField(default=0)
    score = models.FloatField(default=0)
    open = models.BooleanField(default=True)


class Item(models.Model):
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="items")
    name = models.CharField(max_length=40)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    stock = models.IntegerField(null=True)


def got(ids):
    rows = []
    for pk in ids:
        rows.append(Shop.objects.get(pk=pk).name)
    return rows


def got_by_id(ids):
    return [Shop.objects.get(id=i).name for i in ids]


def got_first(ids):
    rows = {}
    for i in ids:
        shop = Shop.objects.filter(pk=i).first()
        if shop is not None:
            rows[i] = shop.name
    return rows


def got_in_condition(ids):
    return [i for i in ids if Shop.objects.filter(id=i).exists()]


def not_there(names):
    missing = []
    for name in names:
        if not Shop.objects.filter(name=name).exists():
            missing.append(name)
    return missing


def name_is_taken(names):
    known = 3
    shops = 4
    rows = [n for n in names if Shop.objects.filter(name=n).exists()]
    return rows, known, shops


def got_with_handler(ids):  # stays: another error would be raised
    rows = []
    for pk in ids:
        try:
            rows.append(Shop.objects.get(pk=pk).name)
        except Shop.DoesNotExist:
            rows.append(None)
    return rows


def visited():
    for shop in Shop.objects.all():
        shop.visits += 1
        shop.save()


def visited_twice():
    for shop in Shop.objects.filter(open=True):
        shop.visits += 2
        shop.open = False
        shop.save()


def dropped():
    for shop in Shop.objects.filter(open=True):
        shop.delete()


def dropped_some():  # stays: a slice cannot be deleted
    for shop in Shop.objects.order_by("pk")[:2]:
        shop.delete()


def closed(ids):
    for pk in ids:
        Shop.objects.filter(pk=pk).update(open=False)


def closed_with_comment(ids):  # stays: the comment would go
    for pk in ids:
        # one after another
        Shop.objects.filter(pk=pk).update(open=False)


def made(names):
    for name in names:
        Shop.objects.create(name=name, visits=1)


def made_and_kept(names):  # stays: what is made is used
    rows = []
    for name in names:
        rows.append(Shop.objects.create(name=name))
    return len(rows)


def indexed():
    shops = Shop.objects.order_by("pk")
    return [shops[i].name for i in range(shops.count())]


def indexed_in_loop():
    shops = Shop.objects.filter(open=True).order_by("pk")
    rows = []
    for i in range(shops.count()):
        rows.append(shops[i].name)
    return rows


def indexed_twice():
    shops = Shop.objects.order_by("pk")
    return shops[0].name, shops[1].name


def indexed_and_narrowed():  # stays: a list has no filter
    shops = Shop.objects.order_by("pk")
    return [shops[i].name for i in range(shops.count())] + [s.name for s in shops.filter(open=True)]


def counted():
    return len(Shop.objects.filter(open=True))


def counted_with_rows():  # stays: one query for both
    shops = Shop.objects.order_by("pk")
    return len(shops), [s.name for s in shops]


def any_there():
    if Shop.objects.filter(open=True):
        return "yes"
    return "no"


def none_there():
    shops = Shop.objects.filter(name="x")
    return "none" if not shops else "some"


def any_by_count():
    return Shop.objects.filter(open=True).count() > 0


def none_by_len():
    return len(Shop.objects.filter(open=True)) == 0


def total():
    return sum(s.visits for s in Shop.objects.all())


def total_of_list():
    return sum([s.visits for s in Shop.objects.filter(open=True)])


def total_of_prices():
    return float(sum(i.price for i in Item.objects.all()))


def total_of_nullable():  # stays: empty values
    return sum(i.stock for i in Item.objects.all())


def total_of_slice():  # stays: two rows
    return sum(s.visits for s in Shop.objects.order_by("pk")[:2])


def single():
    return Item.objects.order_by("pk").first().shop.pk

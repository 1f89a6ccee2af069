"""Through what rows travel before they are read, and what a read costs."""
from functools import lru_cache
import itertools
from itertools import chain, groupby, islice

from django import template
from django.core.paginator import Paginator
from django.db import models
from django.db.models import prefetch_related_objects


register = template.Library()


class City(models.Model):
    name = models.CharField(max_length=40)

    def __str__(self):
        return self.name


class Street(models.Model):
    name = models.CharField(max_length=40)
    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="streets")

    def __str__(self):
        return f"{self.name}, {self.city}"

    @property
    def full_name(self):
        return f"{self.name} in {self.city.name}"

    def is_in(self, name):
        return self.city.name == name

    def has_city(self):
        return self.city_id is not None


class House(models.Model):
    number = models.IntegerField()
    street = models.ForeignKey(Street, on_delete=models.CASCADE, related_name="houses")

    class Meta:
        ordering = ["number"]


def _city_of(street):
    return street.city.name


@register.simple_tag
def _city_tag(street):
    return street.city.name


@register.filter(name="city_key")
def _city_key(street):
    return street.city_id


@lru_cache
def _cached_name(pk):
    return City.objects.get(pk=pk).name


def as_list():
    rows = list(Street.objects.all())
    return [s.city.name for s in rows]  # expect: query/n-plus-one


def as_tuple():
    return [s.city.name for s in tuple(Street.objects.all())]  # expect: query/n-plus-one


def as_set():
    return sorted(s.city.name for s in set(Street.objects.all()))  # expect: query/n-plus-one


def sliced():
    return [s.city.name for s in Street.objects.order_by("pk")[1:]]  # expect: query/n-plus-one


def in_parts():
    rows = Street.objects.order_by("pk")
    return [s.city.name for s in chain(rows[:2], rows[2:])]  # expect: query/n-plus-one


def a_few():
    return [s.city.name for s in islice(Street.objects.all(), 100)]  # expect: query/n-plus-one


def filtered_in_python():
    return [s.name for s in filter(lambda s: s.city.name, Street.objects.all())]  # expect: query/n-plus-one


def mapped():
    return list(map(_city_of, Street.objects.all()))  # expect: query/n-plus-one


def as_texts():
    return list(map(str, Street.objects.all()))  # expect: query/n-plus-one


def joined_texts():
    return ", ".join(str(s) for s in Street.objects.all())  # expect: query/n-plus-one


def formatted():
    return [f"- {s}" for s in Street.objects.all()]  # expect: query/n-plus-one


def formatted_old_way():
    return ["- %s" % s for s in Street.objects.all()]  # expect: query/n-plus-one


def formatted_by_method():
    return ["- {}".format(s) for s in Street.objects.all()]  # expect: query/n-plus-one


def printed():
    for street in Street.objects.all():
        print(street)  # expect: query/n-plus-one


def texts_ready():
    return [str(s) for s in Street.objects.select_related("city")]


def through_property():
    return [s.full_name for s in Street.objects.all()]  # expect: query/n-plus-one


def through_method():
    return [s.name for s in Street.objects.all() if s.is_in("x1")]  # expect: query/n-plus-one


def through_method_without_cost():
    return [s.name for s in Street.objects.all() if s.has_city()]


def through_helper():
    return [_city_of(s) for s in Street.objects.all()]  # expect: query/n-plus-one


def longest():
    return max(Street.objects.all(), key=lambda s: s.city.name).name  # expect: query/n-plus-one


def longest_ready():
    return max(Street.objects.select_related("city"), key=lambda s: s.city.name).name


def all_have():
    return all(s.city.name for s in Street.objects.all())  # expect: query/n-plus-one


def grouped():
    found = {}
    for street in Street.objects.all():
        found.setdefault(street.city_id, []).append(street)
    return {k: [s.name for s in v] for k, v in found.items()}


def grouped_by_city():
    found = {}
    for street in Street.objects.all():
        found.setdefault(street.city.name, []).append(street.name)  # expect: query/n-plus-one
    return found


def is_none():
    return [s.name for s in Street.objects.all() if s.city is not None]  # expect: query/n-plus-one


def assigned():
    city = City.objects.first()
    for street in Street.objects.all():
        street.city = city


def twice_in_a_loop():
    out = []
    for street in Street.objects.all():
        out.append(street.city.name)  # expect: query/n-plus-one
        out.append(street.city.pk)
    return out


def second_loop_over_a_list():
    rows = list(Street.objects.all())
    first = [s.city.name for s in rows]  # expect: query/n-plus-one
    return first, [s.city.pk for s in rows]


def manager_each_time():
    out = []
    for street in Street.objects.all():
        out.append(street.houses.count())  # expect: query/n-plus-one
        out.append(len(street.houses.all()))  # expect: query/n-plus-one
    return out


def manager_unread():
    return [s.houses.filter(number__gt=1) is None for s in Street.objects.all()]


def manager_sliced():
    return [list(s.houses.all()[:2]) for s in Street.objects.all()]  # expect: query/n-plus-one


def manager_indexed():
    return [s.houses.all()[0].number for s in Street.objects.all()]  # expect: query/n-plus-one


def manager_tested():
    return [s.name for s in Street.objects.all() if s.houses.all()]  # expect: query/n-plus-one


def manager_first():
    return [s.houses.first().number for s in Street.objects.all()]  # expect: query/n-plus-one


def manager_contains():
    house = House.objects.get(pk=1)
    return [s.name for s in Street.objects.all() if house in s.houses.all()]  # expect: query/n-plus-one


def back_to_parent():
    return [[h.street.name for h in s.houses.all()] for s in Street.objects.prefetch_related("houses")]


def back_to_parent_of_one(pk):
    street = Street.objects.get(pk=pk)
    return [h.street.name for h in street.houses.all()]


def back_to_parent_filtered(pk):
    street = Street.objects.get(pk=pk)
    return [h.street.name for h in street.houses.filter(number__gt=0)]


def deep():
    return [h.street.city.name for h in House.objects.all()]  # expect: query/n-plus-one


def deep_half():
    return [h.street.city.name for h in House.objects.select_related("street")]  # expect: query/n-plus-one


def deep_ready():
    return [h.street.city.name for h in House.objects.select_related("street__city")]


def deep_prefetched():
    rows = City.objects.prefetch_related("streets__houses")
    return [h.number for c in rows for s in c.streets.all() for h in s.houses.all()]


def deep_prefetched_half():
    rows = City.objects.prefetch_related("streets")
    return [h.number for c in rows for s in c.streets.all() for h in s.houses.all()]  # expect: query/n-plus-one


def prefetched_later():
    rows = list(Street.objects.all())
    prefetch_related_objects(rows, "houses")
    return [len(s.houses.all()) for s in rows]


def prefetched_served():
    rows = Street.objects.prefetch_related("houses")
    return [(s.houses.count(), s.houses.exists(), len(s.houses.all()), s.houses.all()[:1], bool(s.houses.all()))
            for s in rows]


def prefetched_first_ordered():
    return [s.houses.first() for s in Street.objects.prefetch_related("houses")]


def prefetched_last():
    return [s.houses.last() for s in Street.objects.prefetch_related("houses")]  # expect: query/prefetch-bypassed


def prefetched_again():
    return [list(s.houses.all().all()) for s in Street.objects.prefetch_related("houses")]  # expect: query/prefetch-bypassed


def prefetched_ordered():
    return [list(s.houses.order_by("-number")) for s in Street.objects.prefetch_related("houses")]  # expect: query/prefetch-bypassed


def prefetched_values():
    return [list(s.houses.values("number")) for s in Street.objects.prefetch_related("houses")]  # expect: query/prefetch-bypassed


def prefetched_summed():
    rows = Street.objects.prefetch_related("houses")
    return [s.houses.aggregate(n=models.Sum("number"))["n"] for s in rows]  # expect: query/prefetch-bypassed


def prefetched_got():
    rows = Street.objects.prefetch_related("houses")
    return [s.houses.get(number=s.pk).number for s in rows]  # expect: query/prefetch-bypassed


def paginated():
    page = Paginator(Street.objects.order_by("pk"), 100).page(1)
    return [s.city.name for s in page.object_list]  # expect: query/n-plus-one


def paginated_ready():
    page = Paginator(Street.objects.select_related("city").order_by("pk"), 100).page(1)
    return [s.city.name for s in page]


def cached_by_function():
    return [_cached_name(1) for s in Street.objects.all()]


def cached_in_a_dictionary():
    cities = {city.pk: city for city in City.objects.all()}
    return [cities[s.city_id].name for s in Street.objects.all()]


def while_paging(limit):
    out, last = [], 0
    while True:
        rows = list(Street.objects.filter(pk__gt=last).order_by("pk")[:limit])
        if not rows:
            break
        last = rows[-1].pk
        out.extend(row.name for row in rows)
    return out


def first_match():
    for street in Street.objects.all():
        return street.city.name


def two_literals():
    return [Street.objects.filter(name=name).count() for name in ("a", "b")]


def retried():
    for _ in range(3):
        street = Street.objects.filter(pk=1).first()
        if street is None:
            continue
        name = street.name
    return name


def nested_loops():
    out = []
    for city in City.objects.all():
        for street in city.streets.all():  # expect: query/n-plus-one
            for house in street.houses.all():  # expect: query/n-plus-one
                out.append(house.number)
    return out


def rebound():
    out = []
    for street in Street.objects.all():
        street = {"city": street.name}
        out.append(street["city"])
    return out


def conditional(flag):
    rows = Street.objects.all()
    if flag:
        rows = rows.select_related("city")
    return [s.city.name for s in rows]  # expect: query/n-plus-one


def both_branches(flag):
    if flag:
        rows = Street.objects.select_related("city")
    else:
        rows = Street.objects.select_related("city").order_by("name")
    return [s.city.name for s in rows]


def unpacked():
    first, *others = Street.objects.all()
    return [s.city.name for s in others]  # expect: query/n-plus-one


def starred():
    rows = [*Street.objects.all()]
    return [s.city.name for s in rows]  # expect: query/n-plus-one


def extended():
    rows = []
    rows.extend(Street.objects.all())
    return [s.city.name for s in rows]  # expect: query/n-plus-one


def added_lists():
    rows = list(Street.objects.filter(pk=1)) + list(Street.objects.exclude(pk=1))
    return [s.city.name for s in rows]  # expect: query/n-plus-one


def of_a_walrus():
    if rows := list(Street.objects.all()):
        return [s.city.name for s in rows]  # expect: query/n-plus-one
    return []


def inner_function():
    def name_of(street):
        return street.city.name
    return [name_of(s) for s in Street.objects.all()]  # expect: query/n-plus-one


def generator_function():
    def names():
        for street in Street.objects.all():
            yield street.city.name  # expect: query/n-plus-one
    return list(names())


def key_only():
    return [s.city.pk for s in Street.objects.all()]  # expect: query/n-plus-one


def compared():
    city = City.objects.get(pk=1)
    return [s.name for s in Street.objects.all() if s.city == city]  # expect: query/n-plus-one


def in_match():
    out = []
    for street in Street.objects.all():
        match street.city.name:  # expect: query/n-plus-one
            case "x1":
                out.append(1)
            case _:
                out.append(2)
    return out


def in_try():
    out = []
    for street in Street.objects.all():
        try:
            out.append(street.city.name)  # expect: query/n-plus-one
        except City.DoesNotExist:
            out.append(None)
    return out


def get_attribute():
    return [getattr(s, "city").name for s in Street.objects.all()]  # expect: query/n-plus-one


def grouped_by_relation():
    rows = Street.objects.order_by("city")
    return [(city.name, len(list(group)))
            for city, group in groupby(rows, lambda s: s.city)]  # expect: query/n-plus-one


def grouped_by_key():
    rows = House.objects.order_by("street_id")
    return [[h.street.name for h in group]  # expect: query/n-plus-one
            for _, group in itertools.groupby(rows, key=lambda h: h.street_id)]


def grouped_and_read_again():
    out = []
    rows = Street.objects.order_by("city")
    for name, group in groupby(rows, key=lambda s: s.city.name):  # expect: query/n-plus-one
        out.append([s.city.name for s in group])
    return out


def sorted_and_read_again():
    rows = sorted(Street.objects.all(), key=lambda s: s.city.name)  # expect: query/n-plus-one
    return [s.city.name for s in rows]


def given_before():
    city = City.objects.get(pk=1)
    out = []
    for street in Street.objects.all():
        street.city = city
        out.append(street.city.name)
    return out


def given_before_a_method():
    city = City.objects.get(pk=1)
    out = []
    for street in Street.objects.all():
        street.city = city
        out.append(street.is_in("x"))
    return out


def given_to_some():
    city = City.objects.get(pk=1)
    out = []
    for street in Street.objects.all():
        if street.pk == 1:
            street.city = city
        out.append(street.city.name)  # expect: query/n-plus-one
    return out


def given_behind():
    city = City.objects.get(pk=1)
    out = []
    for street in Street.objects.all():
        out.append(street.city.name)  # expect: query/n-plus-one
        street.city = city
    return out


def by_template_tag():
    return [_city_tag(s) for s in Street.objects.all()]  # expect: query/n-plus-one


def by_template_filter():
    return [_city_key(s) for s in Street.objects.all()]

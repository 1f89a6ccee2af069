"""Branches that a stored row does enter, and arguments that leave them open."""
from django.db import models
from django.utils.functional import cached_property


class Maker(models.Model):
    name = models.CharField(max_length=40)


class Machine(models.Model):
    maker = models.ForeignKey(Maker, on_delete=models.CASCADE)
    label = models.CharField(max_length=40)

    def stamp(self):
        if self.pk:
            return self.maker.name
        return self.label

    def title(self):
        if not self.label:
            return self.maker.name
        return self.label

    def describe(self, with_maker=True):
        return self.maker.name if with_maker else self.label

    def owner(self, known=None):
        if known is not None:
            return known
        return self.maker.name


def stamped():
    return [machine.stamp() for machine in Machine.objects.all()]  # expect: query/n-plus-one


def titled():
    return [machine.title() for machine in Machine.objects.all()]  # expect: query/n-plus-one


def described():
    return [machine.describe() for machine in Machine.objects.all()]  # expect: query/n-plus-one


def owned(known=None):
    return [machine.owner(known) for machine in Machine.objects.all()]  # expect: query/n-plus-one


def counted():
    for index, machine in enumerate(Machine.objects.all()):
        print(index, machine.maker.name)  # expect: query/n-plus-one


class Hall(models.Model):
    name = models.CharField(max_length=40)

    @cached_property
    def open_gates(self):
        return list(self.gates.filter(is_open=True))


class Gate(models.Model):
    hall = models.ForeignKey(Hall, related_name="gates", on_delete=models.CASCADE)
    is_open = models.BooleanField(default=False)

    def is_only_one(self):
        return self.hall.open_gates == [self]


def lonely_gates():
    gates = Gate.objects.select_related("hall")
    return [gate for gate in gates if gate.is_only_one()]  # expect: query/n-plus-one

"""What a method does for rows that are not stored yet, or behind an argument that shuts it."""
from django.db import models
from django.utils.functional import cached_property


class Maker(models.Model):
    name = models.CharField(max_length=40)


class Part(models.Model):
    maker = models.ForeignKey(Maker, on_delete=models.CASCADE)


class Machine(models.Model):
    maker = models.ForeignKey(Maker, on_delete=models.CASCADE)
    label = models.CharField(max_length=40)
    parts = models.ManyToManyField(Part)

    def save(self, *args, **kwargs):
        is_new = not bool(self.pk)
        super().save(*args, **kwargs)
        if is_new and not self.label:
            self.label = self.maker.name

    def stamp(self):
        if self._state.adding:
            return self.maker.name
        return self.label

    def keep(self):
        if self.id:
            return self
        self.label = self.maker.name
        return self

    def check(self):
        if self.pk is None:
            raise ValueError(self.maker.name)

    def describe(self, with_maker=True):
        return self.maker.name if with_maker else self.label

    def list_parts(self, known=None):
        if known is not None:
            return known
        return list(self.parts.all())


def renumber():
    for machine in Machine.objects.filter(label=""):
        machine.label = "x"
        machine.save()  # expect: query/write-in-loop


def stamped():
    return [machine.stamp() for machine in Machine.objects.all()]


def kept():
    return [machine.keep() for machine in Machine.objects.all()]


def checked():
    for machine in Machine.objects.all():
        machine.check()


def described():
    return [machine.describe(with_maker=False) for machine in Machine.objects.all()]


def listed(labels):
    known = [label for label in labels]
    return [machine.list_parts(known) for machine in Machine.objects.all()]


def of_none():
    for machine in Machine.objects.none():
        print(machine.parts.count())


class Robot(models.Model):
    machine = models.OneToOneField(Machine, on_delete=models.CASCADE, primary_key=True)
    maker = models.ForeignKey(Maker, on_delete=models.CASCADE)

    def save(self, *args, **kwargs):
        is_new = not bool(self.pk)
        if is_new and not self.maker:
            self.maker = Maker.objects.first()
        super().save(*args, **kwargs)

    def title(self):
        return str(self.pk) if self.pk or self.maker else ""


def keys_of_robots():
    return [robot.pk for robot in Robot.objects.all()]


def texts_of_robots():
    return [f"{robot.pk}" for robot in Robot.objects.all()]


def titles_of_robots():
    return [robot.title() for robot in Robot.objects.all()]


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


def lonely_gates(pk):
    hall = Hall.objects.get(pk=pk)
    return [gate for gate in hall.gates.filter(is_open=True) if gate.is_only_one()]

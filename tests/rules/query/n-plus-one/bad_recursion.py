"""Methods that call themselves on the rows of a relation: rows of rows without end."""
from django.db import models


class Owner(models.Model):
    name = models.CharField(max_length=40)


class Folder(models.Model):
    name = models.CharField(max_length=40)
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE)
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="folders")

    def owners(self):
        found = {self.owner.name}
        for folder in self.folders.all():
            found |= folder.owners()  # expect: query/n-plus-one
        return found

    def has_room(self):
        return any(folder.has_room() for folder in self.folders.all())  # expect: query/n-plus-one

    def is_empty(self):
        return not self.has_room() and not any(f.is_empty() for f in self.folders.all())  # expect: query/n-plus-one


def all_owners():
    return [folder.owners() for folder in Folder.objects.all()]  # expect: query/n-plus-one

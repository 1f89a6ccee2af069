from django.db import models


class Room(models.Model):
    name = models.CharField(max_length=10)
    branch = models.ForeignKey("books.Branch", on_delete=models.CASCADE)


class Corner(Room):
    pass

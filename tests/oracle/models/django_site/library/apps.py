from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "library"
    label = "books"

"""Requests of which nothing is known, and relations that cost nothing."""
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404


class Speaker(models.Model):
    name = models.CharField(max_length=40)


class Conference(models.Model):
    slug = models.SlugField()


class Talk(models.Model):
    title = models.CharField(max_length=40)
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="talks")
    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE)


class ConferenceMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.fair = get_object_or_404(Conference, slug=request.GET["slug"])
        request.shelf = {}
        return self.get_response(request)


class ShelfMiddleware:
    def process_request(self, request):
        request.shelf = Conference.objects.first()


def joined(request):
    talks = request.fair.talks.select_related("speaker")
    return HttpResponse(", ".join(talk.speaker.name for talk in talks))


def the_way_back(request):
    return [talk.conference.slug for talk in request.fair.talks.all()]


def not_put_there(request):
    return [talk.speaker.name for talk in request.programme.talks.all()]


def put_there_as_two_things(request):
    return [talk.speaker.name for talk in request.shelf.talks.all()]


def no_request(order):
    return [talk.speaker.name for talk in order.conference.talks.all()]

"""What a middleware puts on the request is what its views read there."""
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView


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
        request.conference = None
        if "slug" in request.GET:
            request.conference = get_object_or_404(Conference, slug=request.GET["slug"])
        return self.get_response(request)


def programme(request):
    names = [talk.speaker.name for talk in request.conference.talks.all()]  # expect: query/n-plus-one
    return HttpResponse(", ".join(names))


class Programme(TemplateView):
    def get_context_data(self, **kwargs):
        talks = self.request.conference.talks.order_by("title")
        kwargs["names"] = [talk.speaker.name for talk in talks]  # expect: query/n-plus-one
        return kwargs

from django.db import models
from rest_framework import generics, viewsets
from rest_framework.pagination import PageNumberPagination
from vendor.views import CursorMixin


class Ticket(models.Model):
    number = models.IntegerField(unique=True)
    open = models.BooleanField(default=True)


class Paged(viewsets.ModelViewSet):
    pagination_class = PageNumberPagination


class Inherited(Paged):
    queryset = Ticket.objects.all()


class Own(generics.ListAPIView):
    queryset = Ticket.objects.all()
    pagination_class = PageNumberPagination


class One(generics.RetrieveAPIView):
    queryset = Ticket.objects.all()


class Some(generics.ListAPIView):
    queryset = Ticket.objects.filter(open=True)


class Narrowed(generics.ListAPIView):
    queryset = Ticket.objects.all()

    def get_queryset(self):
        return super().get_queryset().filter(open=self.request.GET["open"])


class Searched(viewsets.ReadOnlyModelViewSet):
    queryset = Ticket.objects.all()
    filter_backends = ["own"]


class Foreign(CursorMixin, generics.ListAPIView):
    queryset = Ticket.objects.all()

from django.db import models
from rest_framework import generics, viewsets
from rest_framework.pagination import PageNumberPagination
from rest_framework.viewsets import ReadOnlyModelViewSet


class Ticket(models.Model):
    number = models.IntegerField(unique=True)


class TicketList(generics.ListAPIView):
    queryset = Ticket.objects.all()  # expect: query/unbounded-result
    serializer_class = None


class Tickets(ReadOnlyModelViewSet):
    queryset = Ticket.objects.order_by("number")  # expect: query/unbounded-result


class Paged(viewsets.ModelViewSet):
    pagination_class = PageNumberPagination


class Unpaged(Paged):
    queryset = Ticket.objects.all()  # expect: query/unbounded-result
    pagination_class = None

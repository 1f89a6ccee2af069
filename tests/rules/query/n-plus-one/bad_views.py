from django.db import models
from rest_framework import generics, serializers, viewsets
from rest_framework.response import Response


class Maker(models.Model):
    name = models.CharField(max_length=40)


class Car(models.Model):
    plate = models.CharField(max_length=40)
    maker = models.ForeignKey(Maker, on_delete=models.CASCADE, related_name="cars")


class CarSerializer(serializers.ModelSerializer):
    maker_name = serializers.CharField(source="maker.name")

    class Meta:
        model = Car
        fields = ["plate", "maker_name"]


class ChoosingViewSet(viewsets.ModelViewSet):
    queryset = Car.objects.order_by("plate")  # expect: query/n-plus-one

    def get_serializer_class(self):
        return CarSerializer


class AnsweringView(generics.GenericAPIView):
    queryset = Car.objects.all()
    serializer_class = CarSerializer

    def get(self, request):
        page = self.paginate_queryset(self.get_queryset())
        return Response(self.get_serializer(page, many=True).data)  # expect: query/n-plus-one

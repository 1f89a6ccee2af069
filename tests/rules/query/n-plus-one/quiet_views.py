from django.db import models
from rest_framework import generics, serializers, viewsets
from rest_framework.response import Response


class Maker(models.Model):
    name = models.CharField(max_length=40)


class Car(models.Model):
    plate = models.CharField(max_length=40)
    maker = models.ForeignKey(Maker, on_delete=models.CASCADE, related_name="cars")


class PlateSerializer(serializers.ModelSerializer):
    class Meta:
        model = Car
        fields = ["plate"]


class CarSerializer(serializers.ModelSerializer):
    maker_name = serializers.CharField(source="maker.name")

    class Meta:
        model = Car
        fields = ["plate", "maker_name"]


class JoinedViewSet(viewsets.ModelViewSet):
    queryset = Car.objects.select_related("maker")

    def get_serializer_class(self):
        return CarSerializer


class ChoosingViewSet(viewsets.ModelViewSet):
    queryset = Car.objects.order_by("plate")

    def get_serializer_class(self):
        if self.action == "retrieve":
            return CarSerializer
        return PlateSerializer


class AnsweringView(generics.GenericAPIView):
    queryset = Car.objects.select_related("maker")
    serializer_class = CarSerializer

    def get(self, request):
        page = self.paginate_queryset(self.get_queryset())
        return Response(self.get_serializer(page, many=True).data)


class OneView(generics.GenericAPIView):
    queryset = Car.objects.all()
    serializer_class = CarSerializer

    def get(self, request, pk):
        return Response(self.get_serializer(self.get_object()).data)

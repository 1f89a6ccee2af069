"""Serializers: which of their fields read more of each row, and where many rows come to them."""
from django.db import models
from django.http import JsonResponse
from django.urls import path
from rest_framework import serializers


class Label(models.Model):
    name = models.CharField(max_length=40)

    @property
    def title(self):
        return self.name.upper()


class Artist(models.Model):
    name = models.CharField(max_length=40)
    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="artists")

    def __str__(self):
        return self.name

    @property
    def album_titles(self):
        return [album.title for album in self.albums.all()]


class Genre(models.Model):
    name = models.CharField(max_length=40)

    def __str__(self):
        return self.name


class Album(models.Model):
    title = models.CharField(max_length=40)
    artist = models.ForeignKey(Artist, on_delete=models.CASCADE, related_name="albums")
    sequel_of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="sequels")
    genres = models.ManyToManyField(Genre, related_name="albums")

    def __str__(self):
        return f"{self.title} by {self.artist.name}"


class Track(models.Model):
    title = models.CharField(max_length=40)
    album = models.ForeignKey(Album, on_delete=models.CASCADE, related_name="tracks")


# ---- what a field reads --------------------------------------------------------------------------


class LabelSerializer(serializers.ModelSerializer):
    class Meta:
        model = Label
        fields = ["name"]


class ArtistSerializer(serializers.ModelSerializer):
    class Meta:
        model = Artist
        fields = ["name", "label"]


class ArtistWithLabelSerializer(serializers.ModelSerializer):
    label = LabelSerializer()

    class Meta:
        model = Artist
        fields = ["name", "label"]


class PlainAlbumSerializer(serializers.ModelSerializer):
    class Meta:
        model = Album
        fields = ["title", "artist", "sequel_of"]


class AlbumWithArtistSerializer(serializers.ModelSerializer):
    artist = ArtistSerializer(read_only=True)

    class Meta:
        model = Album
        fields = ["title", "artist"]


class AlbumDeepSerializer(serializers.ModelSerializer):
    artist = ArtistWithLabelSerializer(read_only=True)

    class Meta:
        model = Album
        fields = ["title", "artist"]


class AlbumLabelSerializer(serializers.ModelSerializer):
    label = LabelSerializer(source="artist.label", read_only=True)

    class Meta:
        model = Album
        fields = ["title", "label"]


class AlbumLabelNameSerializer(serializers.ModelSerializer):
    label = serializers.CharField(source="artist.label.title", read_only=True)

    class Meta:
        model = Album
        fields = ["title", "label"]


class AlbumGenresSerializer(serializers.ModelSerializer):
    genres = serializers.PrimaryKeyRelatedField(many=True, read_only=True)

    class Meta:
        model = Album
        fields = ["title", "genres"]


class AlbumGenreNamesSerializer(serializers.ModelSerializer):
    genres = serializers.SlugRelatedField(many=True, read_only=True, slug_field="name")

    class Meta:
        model = Album
        fields = ["title", "genres"]


class AlbumGenreTextsSerializer(serializers.ModelSerializer):
    names = serializers.StringRelatedField(many=True, source="genres")

    class Meta:
        model = Album
        fields = ["title", "names"]


class TrackAlbumTextSerializer(serializers.ModelSerializer):
    album = serializers.StringRelatedField()

    class Meta:
        model = Track
        fields = ["title", "album"]


class TrackAlbumSlugSerializer(serializers.ModelSerializer):
    album = serializers.SlugRelatedField(slug_field="title", read_only=True)

    class Meta:
        model = Track
        fields = ["title", "album"]


class AlbumGenreListSerializer(serializers.ModelSerializer):
    genres = serializers.ListField(child=serializers.CharField(), source="genres.all")

    class Meta:
        model = Album
        fields = ["title", "genres"]


class TrackArtistSlugSerializer(serializers.ModelSerializer):
    artist = serializers.SlugRelatedField(source="album.artist", slug_field="name", read_only=True)

    class Meta:
        model = Track
        fields = ["title", "artist"]


class TrackArtistKeySerializer(serializers.ModelSerializer):
    artist = serializers.PrimaryKeyRelatedField(source="album.artist", read_only=True)

    class Meta:
        model = Track
        fields = ["title", "artist"]


class AlbumWholeSerializer(serializers.Serializer):
    about = PlainAlbumSerializer(source="*")
    artist = ArtistSerializer()


class AlbumAboutSerializer(serializers.Serializer):
    about = AlbumWithArtistSerializer(source="*")


class AlbumMethodSerializer(serializers.ModelSerializer):
    by = serializers.SerializerMethodField()

    class Meta:
        model = Album
        fields = ["title", "by"]

    def get_by(self, album):
        return self._name(album)

    def _name(self, album):
        return _name_of(album)


def _name_of(album):
    return album.artist.name


class AlbumNamedMethodSerializer(serializers.ModelSerializer):
    by = serializers.SerializerMethodField("named")

    class Meta:
        model = Album
        fields = ["title", "by"]

    def named(self, album):
        return album.artist.name


class TrackWithMethodAlbumSerializer(serializers.ModelSerializer):
    album = AlbumMethodSerializer()

    class Meta:
        model = Track
        fields = ["title", "album"]


class ArtistAlbumsMethodSerializer(serializers.ModelSerializer):
    albums = serializers.SerializerMethodField()

    class Meta:
        model = Artist
        fields = ["name", "albums"]

    def get_albums(self, artist):
        return PlainAlbumSerializer(artist.albums.all(), many=True).data


class AlbumMethodNestedSerializer(serializers.ModelSerializer):
    artist = serializers.SerializerMethodField()

    class Meta:
        model = Album
        fields = ["title", "artist"]

    def get_artist(self, album):
        return ArtistSerializer(album.artist).data


class AlbumMethodDeepSerializer(serializers.ModelSerializer):
    artist = serializers.SerializerMethodField()

    class Meta:
        model = Album
        fields = ["title", "artist"]

    def get_artist(self, album):
        return ArtistWithLabelSerializer(album.artist).data


class AlbumWrittenSerializer(serializers.ModelSerializer):
    class Meta:
        model = Album
        fields = ["title"]

    def to_representation(self, instance):
        data = super().to_representation(instance)
        data["artist"] = instance.artist.name
        return data


class AlbumRewrittenSerializer(serializers.ModelSerializer):
    artist = ArtistSerializer()

    class Meta:
        model = Album
        fields = ["title", "artist"]

    def to_representation(self, instance):
        return {"title": instance.title}


class AlbumOwnSerializer(serializers.BaseSerializer):
    def to_representation(self, instance):
        return {"title": instance.title, "by": instance.artist.name}


class ArtistNameField(serializers.RelatedField):
    def to_representation(self, value):
        return f"{value.name} of {value.label.name}"


class AlbumFieldSerializer(serializers.ModelSerializer):
    artist = ArtistNameField(read_only=True)

    class Meta:
        model = Album
        fields = ["title", "artist"]


class UpperField(serializers.Field):
    def to_representation(self, value):
        return value.upper()


class AlbumUpperSerializer(serializers.ModelSerializer):
    by = UpperField(source="artist.name")

    class Meta:
        model = Album
        fields = ["title", "by"]


class AlbumCallSerializer(serializers.ModelSerializer):
    text = serializers.CharField(source="__str__", read_only=True)

    class Meta:
        model = Album
        fields = ["text"]


class AlbumReadOnlySerializer(serializers.ModelSerializer):
    artist_name = serializers.ReadOnlyField(source="artist.name")

    class Meta:
        model = Album
        fields = ["title", "artist_name"]


class AlbumWriteOnlySerializer(serializers.ModelSerializer):
    artist = ArtistSerializer(write_only=True)
    genres = serializers.PrimaryKeyRelatedField(many=True, write_only=True, queryset=Genre.objects.all())

    class Meta:
        model = Album
        fields = ["title", "artist", "genres"]


class AlbumExtraSerializer(serializers.ModelSerializer):
    class Meta:
        model = Album
        fields = ["title", "genres"]
        extra_kwargs = {"genres": {"write_only": True}}


class AlbumAllSerializer(serializers.ModelSerializer):
    class Meta:
        model = Album
        fields = "__all__"


class AlbumExcludeSerializer(serializers.ModelSerializer):
    class Meta:
        model = Album
        exclude = ["genres"]


class AlbumExcludeTitleSerializer(serializers.ModelSerializer):
    class Meta:
        model = Album
        exclude = ["title"]


class AlbumInheritedSerializer(PlainAlbumSerializer):
    by = serializers.CharField(source="artist.name")

    class Meta(PlainAlbumSerializer.Meta):
        fields = PlainAlbumSerializer.Meta.fields + ["by"]


class AlbumStarredSerializer(PlainAlbumSerializer):
    class Meta(PlainAlbumSerializer.Meta):
        fields = [*PlainAlbumSerializer.Meta.fields, "genres"]


class AlbumSameMetaSerializer(AlbumWithArtistSerializer):
    class Meta(AlbumWithArtistSerializer.Meta):
        pass


class AlbumDroppedSerializer(AlbumWithArtistSerializer):
    artist = None

    class Meta:
        model = Album
        fields = ["title"]


class AlbumHyperSerializer(serializers.HyperlinkedModelSerializer):
    class Meta:
        model = Album
        fields = ["title", "artist", "sequel_of"]
        extra_kwargs = {"artist": {"view_name": "artist"}, "sequel_of": {"view_name": "album"}}


class AlbumHyperGenresSerializer(serializers.HyperlinkedModelSerializer):
    class Meta:
        model = Album
        fields = ["title", "genres"]
        extra_kwargs = {"genres": {"view_name": "genre"}}


class AlbumHyperSlugSerializer(serializers.ModelSerializer):
    artist = serializers.HyperlinkedRelatedField(view_name="artist", lookup_field="name", read_only=True)

    class Meta:
        model = Album
        fields = ["title", "artist"]


class AlbumDepthSerializer(serializers.ModelSerializer):
    class Meta:
        model = Track
        fields = ["title", "album"]
        depth = 2


class ArtistTracksSerializer(serializers.ModelSerializer):
    albums = serializers.SerializerMethodField()

    class Meta:
        model = Artist
        fields = ["name", "albums"]

    def get_albums(self, artist):
        return [track.title for album in artist.albums.all() for track in album.tracks.all()]


class TrackRowSerializer(serializers.ModelSerializer):
    class Meta:
        model = Track
        fields = ["title"]


class AlbumTracksSerializer(serializers.ModelSerializer):
    tracks = TrackRowSerializer(many=True, read_only=True)

    class Meta:
        model = Album
        fields = ["title", "tracks"]


class ArtistAlbumsSerializer(serializers.ModelSerializer):
    albums = AlbumTracksSerializer(many=True)

    class Meta:
        model = Artist
        fields = ["name", "albums"]


class AlbumLastTrackSerializer(serializers.ModelSerializer):
    last = TrackRowSerializer(source="tracks.last")

    class Meta:
        model = Album
        fields = ["title", "last"]


class ArtistAlbumTitlesSerializer(serializers.ModelSerializer):
    titles = serializers.ListField(child=serializers.CharField(), source="album_titles")

    class Meta:
        model = Artist
        fields = ["name", "titles"]


urlpatterns = [path("<slug:pk>/", JsonResponse, name=name) for name in ("artist", "album", "genre")]
urlpatterns += [path("named/<slug:name>/", JsonResponse, name="artist")]


def label(request):
    return LabelSerializer(Label.objects.all(), many=True, context={"request": request}).data


def artist(request):
    return ArtistSerializer(Artist.objects.all(), many=True, context={"request": request}).data


def artist_with_label(request):
    return ArtistWithLabelSerializer(Artist.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def plain_album(request):
    return PlainAlbumSerializer(Album.objects.all(), many=True, context={"request": request}).data


def album_with_artist(request):
    return AlbumWithArtistSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_deep(request):
    return AlbumDeepSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_label(request):
    return AlbumLabelSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_label_name(request):
    return AlbumLabelNameSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_genres(request):
    return AlbumGenresSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_genre_names(request):
    return AlbumGenreNamesSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_genre_texts(request):
    return AlbumGenreTextsSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def track_album_text(request):
    return TrackAlbumTextSerializer(Track.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def track_album_slug(request):
    return TrackAlbumSlugSerializer(Track.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_genre_list(request):
    return AlbumGenreListSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def track_artist_slug(request):
    return TrackArtistSlugSerializer(Track.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def track_artist_key(request):
    return TrackArtistKeySerializer(Track.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_whole(request):
    return AlbumWholeSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_about(request):
    return AlbumAboutSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_method(request):
    return AlbumMethodSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_named_method(request):
    return AlbumNamedMethodSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def track_with_method_album(request):
    return TrackWithMethodAlbumSerializer(Track.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def artist_albums_method(request):
    return ArtistAlbumsMethodSerializer(Artist.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_method_nested(request):
    return AlbumMethodNestedSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_method_deep(request):
    return AlbumMethodDeepSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_written(request):
    return AlbumWrittenSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_rewritten(request):
    return AlbumRewrittenSerializer(Album.objects.all(), many=True, context={"request": request}).data


def album_own(request):
    return AlbumOwnSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_field(request):
    return AlbumFieldSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_upper(request):
    return AlbumUpperSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_call(request):
    return AlbumCallSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_read_only(request):
    return AlbumReadOnlySerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_write_only(request):
    return AlbumWriteOnlySerializer(Album.objects.all(), many=True, context={"request": request}).data


def album_extra(request):
    return AlbumExtraSerializer(Album.objects.all(), many=True, context={"request": request}).data


def album_all(request):
    return AlbumAllSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_exclude(request):
    return AlbumExcludeSerializer(Album.objects.all(), many=True, context={"request": request}).data


def album_exclude_title(request):
    return AlbumExcludeTitleSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_inherited(request):
    return AlbumInheritedSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_starred(request):
    return AlbumStarredSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_same_meta(request):
    return AlbumSameMetaSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_dropped(request):
    return AlbumDroppedSerializer(Album.objects.all(), many=True, context={"request": request}).data


def album_hyper(request):
    return AlbumHyperSerializer(Album.objects.all(), many=True, context={"request": request}).data


def album_hyper_genres(request):
    return AlbumHyperGenresSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_hyper_slug(request):
    return AlbumHyperSlugSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_depth(request):
    return AlbumDepthSerializer(Track.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def artist_tracks(request):
    return ArtistTracksSerializer(Artist.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def track_row(request):
    return TrackRowSerializer(Track.objects.all(), many=True, context={"request": request}).data


def album_tracks(request):
    return AlbumTracksSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def artist_albums(request):
    return ArtistAlbumsSerializer(Artist.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def album_last_track(request):
    return AlbumLastTrackSerializer(Album.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one


def artist_album_titles(request):
    return ArtistAlbumTitlesSerializer(Artist.objects.all(), many=True, context={"request": request}).data  # expect: query/n-plus-one

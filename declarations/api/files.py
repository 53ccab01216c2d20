from drf_spectacular.utils import OpenApiParameter
from rest_framework.response import Response

from declarations.serializers.files import FileSerializer, file_as_json
from declarations.standing import HASH, standings_of
from publishing.api import PublicAPIView
from publishing.described import described
from publishing.problems import BadQueryError, problem_response


class FileView(PublicAPIView):
    """Whether a file is one of the Process, known by the hash of its bytes, and whether it still stands."""

    @described(
        operation_id="file",
        tags=["files"],
        summary="What a file is, by its SHA-256",
        responses=FileSerializer,
        parameters=[
            OpenApiParameter(
                "sha256",
                {"type": "string", "pattern": "^[0-9A-Fa-f]{64}$"},
                OpenApiParameter.PATH,
                description="64 characters: digits and the letters a to f.",
            )
        ],
    )
    def get(self, request, sha256):
        if not HASH.match(sha256.lower()):
            raise BadQueryError(
                {"sha256": "A SHA-256 has 64 characters: digits and the letters from a to f."}
            )
        standings = standings_of(sha256)
        if not standings:
            return problem_response(404, "No file with these bytes was ever published here.")
        return Response(file_as_json(standings))

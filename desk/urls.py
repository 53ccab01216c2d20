"""Pages of the desk about several kinds of records; each view asks who may see it."""

app_name = "desk"

urlpatterns = []

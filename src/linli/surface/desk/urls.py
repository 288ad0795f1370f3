"""The desk's addresses, by the two halves of the work: people's matters, and machines."""

from linli.surface.desk import urls_machines, urls_work

app_name = "desk"
urlpatterns = [*urls_machines.urlpatterns, *urls_work.urlpatterns]

"""The desk's addresses, by the parts of the work: machines, people's matters, and assemblies."""

from linli.surface.desk import urls_machines, urls_work
from linli.surface.desk.meeting import urls as urls_meeting

app_name = "desk"
urlpatterns = [*urls_machines.urlpatterns, *urls_work.urlpatterns, *urls_meeting.urlpatterns]

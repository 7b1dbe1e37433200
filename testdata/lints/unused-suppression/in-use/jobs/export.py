# flagdebt: ignore-file[archived-flag] -- the exporter is replaced as a whole in January
import ldclient
from ldclient import Context


def export(user):
    context = Context.builder(user).build()
    return ldclient.get().variation("csv-export", context, False)

"""How static files are named and packed for serving."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Names carry a hash of what is in the file, in the scripts' own imports too, so that browsers keep all of them."""

    support_js_module_import_aggregation = True

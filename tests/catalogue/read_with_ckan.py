"""Read a catalogue with the parser of ckanext-dcat, as a CKAN portal would, and print what it makes of it as JSON.

The parser imports CKAN, a whole web application with a database and a search server, for a few small functions. Those
are stood in for here; everything that reads RDF is the package's own code. Run: read_with_ckan.py FILE FORMAT
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from unittest.mock import MagicMock

TRUE = {"true", "yes", "on", "1"}


def stand_in() -> None:
    """Put stand-ins where the parser looks for CKAN; its settings are empty, so every default holds."""
    toolkit = MagicMock(name="ckantoolkit")
    toolkit.config = {}
    toolkit.asbool = lambda value: str(value).lower() in TRUE
    toolkit.aslist = lambda value, sep=None: value if isinstance(value, list) else (value or "").split(sep)
    plugins = MagicMock(name="ckan.plugins")
    plugins.toolkit = toolkit
    helpers = MagicMock(name="ckan.lib.helpers")
    helpers.resource_formats = dict
    register = MagicMock(name="ckan.model.license")
    register.LicenseRegister = dict
    ckan = MagicMock(name="ckan")
    sys.modules |= {
        "ckan": ckan,
        "ckan.exceptions": MagicMock(HelperError=LookupError),
        "ckan.lib": MagicMock(),
        "ckan.lib.helpers": helpers,
        "ckan.lib.munge": MagicMock(),
        "ckan.model": MagicMock(),
        "ckan.model.license": register,
        "ckan.plugins": plugins,
        "ckan.plugins.interfaces": MagicMock(Interface=object),
        "ckan.plugins.toolkit": toolkit,
        "ckan.views": MagicMock(),
        "ckan.views.dataset": MagicMock(),
        "ckan.views.home": MagicMock(),
        "ckantoolkit": toolkit,
        "simplejson": json,
    }


def main(path: str, syntax: str) -> None:
    """Print the datasets of a file."""
    stand_in()
    from ckanext.dcat.processors import RDFParser

    parser = RDFParser(profiles=["euro_dcat_ap_3"])
    parser.parse(Path(path).read_text("utf-8"), _format=syntax)
    print(json.dumps(list(parser.datasets()), default=str))


if __name__ == "__main__":
    main(*sys.argv[1:])

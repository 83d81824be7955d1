"""Holds a crate to RO-Crate 1.1 with roc-validator, without network; run by the Python that has it.

    python ro_crate_check.py FOLDER

Prints one JSON object: `issues`, a message for each, and `checks`, how many checks were made. The only thing that the
validator fetches is the context of RO-Crate; ro-crate-py carries it, and any request is answered with it.
"""

import json
import sys
from io import BytesIO
from pathlib import Path

import rdflib.plugins.shared.jsonld.context as jsonld
import requests
import rocrate
from requests.adapters import HTTPAdapter
from rocrate_validator import models, services
from urllib3 import HTTPResponse

CONTEXT = (Path(rocrate.__file__).parent / "data/ro-crate.jsonld").read_bytes()
ADDRESS = "https://w3id.org/ro/crate/1.1/context"


def answer(adapter: HTTPAdapter, request: requests.PreparedRequest, **_: object) -> requests.Response:
    """What the web says to a request."""
    known = request.url == ADDRESS
    body = BytesIO(CONTEXT if known else b"")
    headers = {"Content-Type": "application/ld+json"}
    raw = HTTPResponse(body, headers, 200 if known else 404, preload_content=False, request_url=request.url)
    return adapter.build_response(request, raw)


setattr(HTTPAdapter, "send", answer)  # noqa: B010 - it takes any request
setattr(jsonld.Context, "_fetch_context", lambda *_: json.loads(CONTEXT))  # noqa: B010
settings = services.ValidationSettings(
    rocrate_uri=sys.argv[1],
    profile_identifier="ro-crate-1.1",
    requirement_severity=models.Severity.REQUIRED,
)
result = services.validate(settings)
print(json.dumps({"issues": [issue.message for issue in result.get_issues()], "checks": len(result.executed_checks)}))

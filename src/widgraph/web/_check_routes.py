"""`/editor/check`: a workbook dropped, checked as `widgraph import --dry-run` would, and forgotten.

Off unless the setting `editor_data` names a folder of tables.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import cast

from flask import Blueprint, Flask, Response, current_app, render_template, request

from widgraph.settings import Settings
from widgraph.upload import Checked, Checker, FindingLine, Refused
from widgraph.web._language import gettext, language
from widgraph.web._negotiation import HTML
from widgraph.web._problem import Problem

blueprint = Blueprint("check", __name__)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STATUS = {"busy": 503, "late": 422, "large": 422}
#: What a form adds to the file it carries.
_ENVELOPE = 4096
_SHOWN = 500


def register(app: Flask, settings: Settings) -> None:
    """Add the page to an application where a setting asks for it."""
    if not settings.editor_data:
        return
    app.extensions["widgraph-checker"] = Checker(
        Path(settings.editor_data), seconds=settings.editor_seconds, memory_mib=settings.editor_memory_mib
    )
    app.register_blueprint(blueprint)


@blueprint.get("/editor/check")
def form() -> Response:
    """Answer with the form."""
    return _page()


@blueprint.post("/editor/check")
def checked() -> Response:
    """Answer with the report and the difference as a page, or with the annotated workbook."""
    most = _settings().editor_bytes
    request.max_content_length = most + _ENVELOPE
    if request.content_length is None or request.content_length > most + _ENVELOPE:
        raise Problem(
            413,
            gettext("The file is too large."),
            gettext("Send a workbook of at most %(bytes)s bytes.") % {"bytes": most},
        )
    file = request.files.get("workbook")
    content = file.read() if file is not None else b""
    if file is None or not content:
        raise Problem(400, gettext("No workbook was sent."), gettext("Choose a file with the ending .xlsx."))
    try:
        found = cast(Checker, current_app.extensions["widgraph-checker"]).check(
            content, language(), (file.filename or "")[:100] or "workbook.xlsx"
        )
    except Refused as error:
        headers = {"Retry-After": "10"} if error.reason == "busy" else {}
        raise Problem(_STATUS[error.reason], error.message, error.hint or "", headers=headers) from error
    if request.form.get("want") == "workbook" and found.annotated:
        response = Response(found.annotated, content_type=_XLSX)
        response.headers["Content-Disposition"] = 'attachment; filename="checked.xlsx"'
        response.headers["Cache-Control"] = "no-store"
        return response
    return _page(found)


def _settings() -> Settings:
    return cast(Settings, current_app.extensions["widgraph"].settings)


def _page(found: Checked | None = None) -> Response:
    findings: list[FindingLine] = []
    counts: Counter[str] = Counter()
    if found is not None:
        order = {"violation": 0, "warning": 1, "info": 2}
        findings = sorted(found.findings, key=lambda one: order[one.severity])
        counts = Counter(str(one.severity) for one in findings)
    text = render_template(
        "check.html",
        found=found,
        findings=findings[:_SHOWN],
        more=max(0, len(findings) - _SHOWN),
        counts=counts,
        most=_settings().editor_bytes // 1_000_000,
        path="/editor/check",
    )
    response = Response(text, content_type=HTML.content_type)
    response.content_language.add(language())
    response.vary.add("Accept-Language")
    response.headers["Cache-Control"] = "no-store"
    return response

"""`/editor/check`: a workbook dropped, checked, given back, forgotten; off unless a setting turns it on."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from tests.web.checking import with_faults

from widgraph.languages import LANGUAGES
from widgraph.release import Release
from widgraph.settings import Settings
from widgraph.web import create_app

PAGE = "/editor/check"


@pytest.fixture(scope="module")
def client(release: Release, data: Path) -> Iterator[FlaskClient]:
    with create_app(release, Settings(editor_data=str(data), editor_bytes=2_000_000)) as app:
        yield app.test_client()


@pytest.fixture(scope="module")
def faulty(data: Path) -> bytes:
    return with_faults(data)


def send(client: FlaskClient, content: bytes, **fields: str) -> dict[str, object]:
    return {
        "data": {"workbook": (io.BytesIO(content), "book <b>.xlsx"), **fields},
        "content_type": "multipart/form-data",
    }


def test_it_is_off_by_default(release: Release) -> None:
    with create_app(release, Settings()) as app:
        assert app.test_client().get(PAGE).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_works_without_script(client: FlaskClient, language: str) -> None:
    answer = client.get(f"{PAGE}?lang={language}")
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.text
    assert 'enctype="multipart/form-data"' in answer.text


def test_the_report_names_cells_and_escapes_text(client: FlaskClient, faulty: bytes) -> None:
    answer = client.post(f"{PAGE}?lang=en", **send(client, faulty))
    assert answer.status_code == 200
    assert "!A3" in answer.text
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_workbook_comes_back_with_remarks(client: FlaskClient, faulty: bytes) -> None:
    answer = client.post(PAGE, **send(client, faulty, want="workbook"))
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert load_workbook(io.BytesIO(answer.data)).worksheets[0].title == "Bevindingen"


def test_what_is_no_workbook_is_said_by_its_name(client: FlaskClient) -> None:
    answer = client.post(PAGE, **send(client, b"a;b\n1;2\n", want="workbook"))
    assert answer.status_code == 200
    assert "book &lt;b&gt;.xlsx" in answer.text


@pytest.mark.parametrize(
    ("body", "status"),
    [({}, 400), ({"workbook": (io.BytesIO(b""), "empty.xlsx")}, 400), ({"other": "x"}, 400)],
)
def test_no_file_is_an_error_with_advice(client: FlaskClient, body: dict[str, object], status: int) -> None:
    answer = client.post(PAGE, data=body, content_type="multipart/form-data", headers={"Accept": "application/json"})
    assert answer.status_code == status
    assert answer.get_json()["hint"]


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client: FlaskClient) -> None:
    answer = client.post(PAGE, **send(client, bytes(3_000_000)), headers={"Accept": "application/json"})
    assert answer.status_code == 413

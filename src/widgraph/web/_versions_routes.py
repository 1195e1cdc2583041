"""`/versions` and `/changes.atom`: which releases are kept, and what changed from one to the next."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from flask import Blueprint, Response, render_template

from widgraph.history import moment
from widgraph.languages import LANGUAGES
from widgraph.namespaces import BASE, PREFIXES
from widgraph.release import Change, Kind, Release, changes, steps
from widgraph.web._answers import Link, cached, check_query, chosen, links, page_number
from widgraph.web._language import gettext, language
from widgraph.web._negotiation import HTML, JSON, Form
from widgraph.web._problem import Problem
from widgraph.web._site import PUBLISHER, site
from widgraph.web._views import Names

blueprint = Blueprint("versions", __name__)
_FORMS: tuple[Form, ...] = (HTML, JSON)
_BY_SUFFIX = {form.suffix: form for form in _FORMS}
_ATOM = Form("atom", "application/atom+xml", worded=True)
#: How many things a page of changes shows, and how many an entry of the feed names.
_SHOWN = 250
_NAMED = 50
_ATOM_SPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class Step:
    """A release with what came with it."""

    release: Release
    before: Release | None
    changes: Sequence[Change]

    @property
    def counts(self) -> Counter[Kind]:
        """How many things were created, updated and deleted."""
        return Counter(change.what for change in self.changes)

    @property
    def kinds(self) -> Sequence[tuple[str, Counter[Kind]]]:
        """The same by kind of thing, the most frequent first."""
        found: dict[str, Counter[Kind]] = {}
        for change in self.changes:
            found.setdefault(change.kind, Counter())[change.what] += 1
        return sorted(found.items(), key=lambda item: (-item[1].total(), item[0]))


def _steps() -> list[Step]:
    """Return the releases kept, latest first."""
    return [Step(after, before, changes(before, after)) for before, after in steps(site().versions)][::-1]


@blueprint.get("/versions")
@blueprint.get("/versions.<any(html, json):suffix>")
def versions(suffix: str = "") -> Response:
    """Answer with the releases kept, as a page or as JSON."""
    check_query()
    form = _BY_SUFFIX[suffix] if suffix else chosen(_FORMS, "/versions")
    related = [Link(site().licence, "license"), Link(links().bare("/changes.atom"), "alternate", _ATOM.media_type)]
    return cached(
        form,
        lambda: _page() if form is HTML else _json([_record(step) for step in _steps()]),
        located=links().bare(f"/versions.{form.suffix}"),
        related=related,
        negotiated=not suffix,
    )


def _page() -> str:
    return render_template("versions.html", steps=_steps(), path="/versions", kinds=list(Kind))


def _record(step: Step) -> dict[str, object]:
    manifest = step.release.manifest
    return {
        "version": manifest.version,
        "release": step.release.id,
        "issued": manifest.issued,
        "statements": manifest.quads,
        "previous": step.before.id if step.before else None,
        "changes": {kind.value: step.counts[kind] for kind in Kind},
        "dumps": f"{site().address}/dumps/{step.release.id}/",
    }


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


@blueprint.get("/versions/<version>")
@blueprint.get("/versions/<version>.<any(html, json):suffix>")
def version(version: str, suffix: str = "") -> Response:
    """Answer with what came with one version, as a page or as JSON."""
    check_query()
    step = next((one for one in _steps() if version in (one.release.manifest.version, one.release.id)), None)
    if step is None:
        known = ", ".join(one.manifest.version for one in site().versions)
        raise Problem(
            404,
            gettext("The version %(version)s is not kept here.") % {"version": version[:40]},
            gettext("There are these: %(known)s.") % {"known": known},
        )
    path = f"/versions/{step.release.manifest.version}"
    form = _BY_SUFFIX[suffix] if suffix else chosen(_FORMS, path)
    return cached(
        form,
        lambda: _version_page(step, path) if form is HTML else _json(_version_record(step)),
        located=links().bare(f"{path}.{form.suffix}"),
        related=[Link(site().licence, "license")],
        negotiated=not suffix,
    )


def _version_record(step: Step) -> dict[str, object]:
    listed = [{"iri": one.iri, "kind": one.kind, "change": one.what.value} for one in step.changes]
    return {**_record(step), "things": listed}


def _version_page(step: Step, path: str) -> str:
    pages = max(1, -(-len(step.changes) // _SHOWN))
    number = page_number()
    if number > pages:
        raise Problem(404, gettext("This list has fewer pages."), gettext("Start from the first page."))
    part = step.changes[(number - 1) * _SHOWN : number * _SHOWN]
    classes = {kind: iri for kind, _ in step.kinds if (iri := _full(kind))}
    return render_template(
        "version.html",
        step=step,
        part=part,
        names=Names(site().reader.labels({one.iri for one in part} | set(classes.values()))),
        classes=classes,
        kinds=list(Kind),
        number=number,
        pages=pages,
        path=path,
    )


def _full(name: str) -> str:
    """Return the IRI of a class by its short name; "" when its prefix is none of ours."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else ""


@blueprint.get("/changes.atom")
def feed() -> Response:
    """Answer with a feed of the releases (RFC 4287), in the language of the reader."""
    check_query()
    return cached(_ATOM, _feed, related=[Link(site().licence, "license")])


def _feed() -> str:
    here = site().address
    code = language()
    others = "".join(
        f'<link rel="alternate" type="text/html" hreflang="{one}" href={quoteattr(f"{here}/versions?lang={one}")}/>\n'
        for one in LANGUAGES
    )
    latest = site().versions[-1]
    entries = "".join(_entry(step, here) for step in _steps())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="{_ATOM_SPACE}" xml:lang="{code}">\n'
        f"<id>{BASE}changes.atom</id>\n"
        f"<title>{escape(gettext('Changes in the data'))}</title>\n"
        f"<updated>{moment(latest)}</updated>\n"
        f"<author><name>{PUBLISHER}</name></author>\n"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(f"{here}/changes.atom")}/>\n{others}'
        f"<rights>CC BY 4.0</rights>\n{entries}</feed>\n"
    )


def _entry(step: Step, here: str) -> str:
    manifest = step.release.manifest
    page = f"{here}/versions/{manifest.version}"
    return (
        f"<entry>\n<id>{BASE}versions/{manifest.version}</id>\n"
        f"<title>{escape(gettext('Version %(version)s') % {'version': manifest.version})}</title>\n"
        f"<updated>{moment(step.release)}</updated>\n<published>{moment(step.release)}</published>\n"
        f'<link rel="alternate" type="text/html" href={quoteattr(page)}/>\n'
        f"<summary>{escape(_summary(step))}</summary>\n"
        f'<content type="html">{escape(_content(step))}</content>\n</entry>\n'
    )


def _summary(step: Step) -> str:
    return gettext("%(created)s created, %(updated)s updated, %(deleted)s deleted") % {
        "created": step.counts[Kind.CREATE],
        "updated": step.counts[Kind.UPDATE],
        "deleted": step.counts[Kind.DELETE],
    }


def _content(step: Step) -> str:
    """Return the changes as HTML: all of a small release by name, of a large one the kinds of things."""
    if len(step.changes) > _NAMED:
        lines = [f"{escape(kind)}: {counts.total()}" for kind, counts in step.kinds]
    else:
        names = Names(site().reader.labels({one.iri for one in step.changes}))
        lines = [
            f"{one.what.value}: <a href={quoteattr(one.iri)}>{escape(names.text(one.iri).text)}</a>"
            for one in step.changes
        ]
    return f"<p>{escape(_summary(step))}</p><ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"

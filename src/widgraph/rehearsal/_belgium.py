"""data.gov.be: what its reader takes from a dataset, leaves out, translates and shows (Fedict/dcattools).

The reader wants one value where it takes one; a dataset that gives it two is skipped whole, with a line in a log.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from widgraph.rehearsal._catalogue import Catalogue, languages_of
from widgraph.rehearsal._findings import Effect, Finding, Portal
from widgraph.rehearsal._graph import Graph, Node, name
from widgraph.rehearsal._vocabulary import LANGUAGES, short, term

_DATE = re.compile(r"-?\d+-\d+-\d+")
_CBE = "https://org.belgif.be/id/CbeRegisteredEntity/"
_BECOMES_NC = "http://creativecommons.org/licenses/by/4.0"
_MOST_DISTRIBUTIONS = 10
#: Properties the reader takes one IRI of, and the rule each belongs to.
_SINGLE = {
    "dct:creator": "R1",
    "dct:publisher": "D5",
    "dct:accrualPeriodicity": "R1",
    "dct:spatial": "D3",
    "dct:license": "R1",
}
#: What data.gov.be writes into its file for data.europa.eu (EDP); the rest of a dataset or distribution stays behind.
_BOTH_HANDED_ON = (
    "rdf:type dct:language dct:identifier dct:title dct:alternative dct:description dct:type dct:created dct:issued "
    "dct:modified adms:identifier adms:status adms:versionNotes dct:source dct:hasVersion dct:isReferencedBy "
    "dct:publisher dct:creator dct:contributor dct:rightsHolder dct:conformsTo dct:accessRights "
    "dcatap:applicableLegislation dcatap:hvdCategory dct:rights dcat:spatialResolutionInMeters dcat:temporalResolution"
)
_HANDED_ON = {
    "dataset": f"{_BOTH_HANDED_ON} dcat:version dcat:keyword dct:subject dcat:theme dcat:landingPage foaf:page "
    "dcat:inSeries adms:sample dct:bibliographicCitation dcat:contactPoint dct:spatial dct:accrualPeriodicity "
    "dct:provenance prov:qualifiedAttribution adms:representationTechnique dct:temporal dcat:distribution",
    "distribution": f"{_BOTH_HANDED_ON} foaf:page dcat:mediaType dct:format dcat:compressFormat dcat:packageFormat "
    "dcat:accessURL dcat:accessService dcat:downloadURL dct:license dcatap:availability dcat:byteSize "
    "cnt:characterEncoding",
}


@dataclass
class BelgianView:
    """A dataset on data.gov.be: shown or not, its texts by language, and what stays behind on the way to Europe."""

    shown: bool = True
    titles: dict[str, str] = field(default_factory=dict)
    translated: list[str] = field(default_factory=list)
    published: str | None = None
    modified: str | None = None
    publisher: str | None = None
    contact: str | None = None
    languages: list[str] = field(default_factory=list)
    distributions: int = 0
    dropped_distributions: int = 0
    left_behind: list[str] = field(default_factory=list)


def read_as_belgium(catalogue: Catalogue, dataset: Node) -> tuple[BelgianView, list[Finding]]:
    """Play data.gov.be's reader on one dataset."""
    findings = list(_Reader(catalogue, dataset).findings())
    return _view(catalogue, dataset, findings), findings


class _Reader:
    """One dataset under the reader's eyes."""

    def __init__(self, catalogue: Catalogue, dataset: Node) -> None:
        self.catalogue, self.graph, self.dataset = catalogue, catalogue.graph, dataset

    def _find(self, rule: str, effect: Effect, message: str, node: Node | None = None) -> Finding:
        return Finding(
            rule,
            Portal.BELGIUM,
            effect,
            message,
            dataset=name(self.dataset),
            node=name(node) if node is not None else None,
        )

    def findings(self) -> Iterator[Finding]:
        """Yield what the reader does to the dataset, in its own order."""
        yield from self._texts()
        yield from self._keywords()
        yield from self._single()
        yield from self._publisher()
        yield from self._dates()
        yield from self._contact()
        yield from self._period()
        yield from self._place()
        yield from self._pages()
        for distribution in self.catalogue.distributions(self.dataset):
            yield from self._distribution(distribution)
        yield from self._rest()

    def _texts(self) -> Iterator[Finding]:
        for path in ("dct:title", "dct:description"):
            values = self.graph.values(self.dataset, path)
            texts = [value for value in values if isinstance(value, ox.Literal) and value.value.strip()]
            if len(texts) < len(values):
                yield self._find("D1", Effect.SKIPPED, f"{path} has a value that is no text.")
            by_language = languages_of(texts)
            for language, found in by_language.items():
                if len(found) > 1:
                    kind = f"in «{language}»" if language else "without language"
                    yield self._find("D1", Effect.SKIPPED, f"{path} has {len(found)} texts {kind}; it takes one.")
            missing = [language for language in LANGUAGES if language not in by_language]
            if not texts:
                yield self._find("D1", Effect.SKIPPED, f"{path} is missing.")
            elif "" in by_language:
                yield self._find("D1", Effect.CHANGED, f"{path} has a text without language tag, shown in no language.")
            elif missing:
                yield self._find("D1", Effect.TRANSLATED, f"{path} in {', '.join(missing)} is made by a machine.")
            for text in texts:
                if (text.language or "").lower()[2:5] == "-t-":
                    message = f"{path} is tagged {text.language}: a machine's translation is published as a text."
                    yield self._find("D1", Effect.NOTED, message)

    def _keywords(self) -> Iterator[Finding]:
        values = self.graph.values(self.dataset, "dcat:keyword")
        bare = [value for value in values if not isinstance(value, ox.Literal) or not value.language]
        if bare:
            yield self._find("R2", Effect.SKIPPED, f"dcat:keyword «{name(bare[0])[:60]}» has no language tag.")

    def _single(self) -> Iterator[Finding]:
        for path, rule in _SINGLE.items():
            values = self.graph.values(self.dataset, path)
            if len(values) > 1:
                yield self._find(rule, Effect.SKIPPED, f"{path} has {len(values)} values; the reader takes one.")
            elif values and isinstance(values[0], ox.Literal):
                yield self._find(rule, Effect.SKIPPED, f"{path} is the text «{values[0].value[:60]}», not an IRI.")
        for value in self.graph.literals(self.dataset, "dcat:theme"):
            yield self._find("D2", Effect.SKIPPED, f"dcat:theme is the text «{value.value[:60]}», not an IRI.")

    def _publisher(self) -> Iterator[Finding]:
        for agent in self.graph.nodes(self.dataset, "dct:publisher"):
            if not self.graph.has_type(agent, "foaf:Agent"):
                message = f"The publisher {name(agent)} is not typed foaf:Agent; its name does not travel."
                yield self._find("D5", Effect.DROPPED, message, agent)
            elif not self.graph.literals(agent, "foaf:name"):
                yield self._find("D5", Effect.DROPPED, f"The publisher {name(agent)} has no foaf:name.", agent)
            elif not name(agent).startswith(_CBE):
                message = f"The publisher is not named by its enterprise number, {_CBE}<10 digits>."
                yield self._find("D5", Effect.NOTED, message, agent)

    def _dates(self) -> Iterator[Finding]:
        for path in ("dct:created", "dct:modified"):
            yield from self._date(self.dataset, path, "D8")
        if not self.graph.values(self.dataset, "dct:created"):
            yield self._find("D8", Effect.DROPPED, "There is no dct:created, so no date of publication is shown.")

    def _date(self, node: Node, path: str, rule: str) -> Iterator[Finding]:
        values = self.graph.values(node, path)
        if len(values) > 1:
            yield self._find(rule, Effect.SKIPPED, f"{path} has {len(values)} values; the reader takes one.", node)
        elif values and not (isinstance(values[0], ox.Literal) and _DATE.match(values[0].value)):
            yield self._find(rule, Effect.SKIPPED, f"{path} is «{name(values[0])[:60]}», not a date.", node)

    def _contact(self) -> Iterator[Finding]:
        values = self.graph.values(self.dataset, "dcat:contactPoint")
        if len(values) != 1 or isinstance(values[0], ox.Literal):
            kind = "a text" if len(values) == 1 else f"{len(values)} of them"
            message = f"dcat:contactPoint must be one thing with name and mail address, and is {kind}."
            yield self._find("D6", Effect.SKIPPED, message)
            return
        contact = values[0]
        names = languages_of(self.graph.literals(contact, "vcard:fn"))
        if any(len(texts) > 1 for texts in names.values()):
            yield self._find("D6", Effect.SKIPPED, "The contact has two vcard:fn in one language.", contact)
        if not names:
            yield self._find("D6", Effect.DROPPED, "The contact has no vcard:fn.", contact)
        mails = self.graph.values(contact, "vcard:hasEmail")
        if any(isinstance(mail, ox.Literal) for mail in mails):
            yield self._find("D6", Effect.SKIPPED, "vcard:hasEmail is a text, not <mailto:…>.", contact)
        elif not any(name(mail).startswith("mailto:") for mail in mails):
            yield self._find("D6", Effect.DROPPED, "The contact has no vcard:hasEmail <mailto:…>.", contact)
        elif len(mails) > 1 and not all(
            self.graph.values(mail, "dct:language") for mail in self.graph.nodes(contact, "vcard:hasEmail")
        ):
            yield self._find("D6", Effect.SKIPPED, f"The contact has {len(mails)} mail addresses.", contact)

    def _period(self) -> Iterator[Finding]:
        values = self.graph.values(self.dataset, "dct:temporal")
        if len(values) > 1 or any(isinstance(value, ox.Literal) for value in values):
            yield self._find("D4", Effect.SKIPPED, "dct:temporal must be one period, with dates of its own.")
            return
        for period in self.graph.nodes(self.dataset, "dct:temporal"):
            for path in ("dcat:startDate", "dcat:endDate"):
                yield from self._date(period, path, "D4")
                if not self.graph.values(period, path):
                    yield self._find("D4", Effect.DROPPED, f"The period has no {path}.", period)

    def _place(self) -> Iterator[Finding]:
        for place in self.graph.nodes(self.dataset, "dct:spatial"):
            boxes = [box.value for box in self.graph.literals(place, "dcat:bbox")]
            if place in self.graph.index and not any(box.startswith("POLYGON") for box in boxes):
                message = f"The place {name(place)} has no dcat:bbox POLYGON((…)); its description does not travel."
                yield self._find("D3", Effect.DROPPED, message, place)

    def _pages(self) -> Iterator[Finding]:
        pages = self.graph.values(self.dataset, "dcat:landingPage")
        if not pages:
            yield self._find("D9", Effect.DROPPED, "There is no dcat:landingPage, so no way back to you is shown.")
        elif any(isinstance(page, ox.Literal) for page in pages):
            yield self._find("D9", Effect.SKIPPED, "dcat:landingPage is a text, not an IRI.")
        elif not all(self.graph.has_type(page, "foaf:Document") for page in pages):
            yield self._find("D9", Effect.DROPPED, "dcat:landingPage is not typed foaf:Document.")
        untold = [
            page for page in pages if not isinstance(page, ox.Literal) and not self.graph.values(page, "dct:language")
        ]
        if len(untold) > 1:
            yield self._find("D9", Effect.SKIPPED, f"There are {len(untold)} landing pages without dct:language.")
        for value in self.graph.values(self.dataset, "dct:language"):
            if name(value) not in LANGUAGES.values():
                yield self._find("D9", Effect.DROPPED, f"The language {name(value)} is none of NLD, FRA, DEU, ENG.")

    def _distribution(self, node: Node) -> Iterator[Finding]:
        licences = self.graph.values(node, "dct:license")
        if len(licences) > 1:
            yield self._find(
                "E4", Effect.SKIPPED, f"The distribution has {len(licences)} licences; it takes one.", node
            )
        elif licences and isinstance(licences[0], ox.Literal):
            yield self._find("E4", Effect.SKIPPED, "dct:license is a text, not an IRI.", node)
        if any(name(licence).rstrip("/") == _BECOMES_NC for licence in licences):
            message = f"{_BECOMES_NC} becomes CC BY-NC, by a slip in data.gov.be's table."
            yield self._find("E4", Effect.CHANGED, message, node)
        formats = self.graph.values(node, "dct:format")
        if len(formats) > 1 or any(isinstance(value, ox.Literal) for value in formats):
            yield self._find("E2", Effect.SKIPPED, "dct:format must be one IRI.", node)
        for path in ("dcat:accessURL", "dcat:downloadURL"):
            if self.graph.literals(node, path):
                yield self._find("E1", Effect.SKIPPED, f"{path} is a text, not an IRI.", node)
        packed = [short(name(value)) for value in formats if re.search(r"/(ZIP|GZIP|TAR|TAR_GZ)$", name(value))]
        if packed and not self.graph.values(node, "dcat:compressFormat") + self.graph.values(
            node, "dcat:packageFormat"
        ):
            yield self._find("E10", Effect.NOTED, "The format names the packing; nobody sees what is inside.", node)

    def _rest(self) -> Iterator[Finding]:
        count = len(self.catalogue.distributions(self.dataset))
        if count > _MOST_DISTRIBUTIONS:
            yield self._find("E11", Effect.NOTED, f"It has {count} distributions; some sources are cut at about ten.")
        if self.graph.values(self.dataset, "dct:license"):
            yield self._find("D11", Effect.NOTED, "dct:license on the dataset is read by neither portal.")
        left = _left_behind(self.catalogue, self.dataset)
        if left:
            yield self._find("R3", Effect.NOTED, f"Not handed on to data.europa.eu: {', '.join(left)}.")


def _left_behind(catalogue: Catalogue, dataset: Node) -> list[str]:
    """Return the properties that data.gov.be does not write into its file for data.europa.eu (EDP)."""
    found: dict[str, None] = {}
    for kind, nodes in (("dataset", [dataset]), ("distribution", catalogue.distributions(dataset))):
        kept = {term(path) for path in _HANDED_ON[kind].split()}
        for node in nodes:
            found.update({short(one.value): None for one in catalogue.graph.index.get(node, {}) if one not in kept})
    return sorted(found)


def _view(catalogue: Catalogue, dataset: Node, findings: list[Finding]) -> BelgianView:
    graph = catalogue.graph
    distributions = catalogue.distributions(dataset)
    kept = [one for one in distributions if graph.literals(one, "dct:title")]
    texts = languages_of(graph.literals(dataset, "dct:title"))
    titles = {key: texts[key][0] for key in LANGUAGES if key in texts}
    codes = {iri: code for code, iri in LANGUAGES.items()}
    languages = [codes[name(value)] for value in graph.values(dataset, "dct:language") if name(value) in codes]
    return BelgianView(
        shown=not any(finding.effect is Effect.SKIPPED for finding in findings),
        titles=titles,
        translated=[code for code in LANGUAGES if code not in titles],
        published=_text(graph, dataset, "dct:created"),
        modified=_text(graph, dataset, "dct:modified"),
        publisher=_called(graph, dataset, "dct:publisher", "foaf:name"),
        contact=_called(graph, dataset, "dcat:contactPoint", "vcard:fn"),
        languages=languages,
        distributions=len(kept),
        dropped_distributions=len(distributions) - len(kept),
        left_behind=_left_behind(catalogue, dataset),
    )


def _text(graph: Graph, node: Node, path: str) -> str | None:
    value = graph.one(node, path)
    return value.value if isinstance(value, ox.Literal) else None


def _called(graph: Graph, node: Node, path: str, label: str) -> str | None:
    """Return the name of the first value of a property: English, else the first there is."""
    for value in graph.nodes(node, path):
        names = sorted(graph.literals(value, label), key=lambda one: one.language != "en")
        if names:
            return names[0].value
    return None

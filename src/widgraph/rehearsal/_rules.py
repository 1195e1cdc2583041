"""The rules of the rehearsal: what is asked, who asks it, and how to comply. `docs/rehearsal.md` lists them all.

Letters follow a harvest from the document (A) over names (B), change (C), datasets (D), distributions (E), series (F)
to values and links (H); R is what data.gov.be's reader refuses, S conformance with DCAT-AP, X what is wrong anywhere.
"""

from __future__ import annotations

from typing import Final, NamedTuple

_DCATTOOLS = "Fedict/dcattools, the pipeline of data.gov.be"
_READER = "Fedict/dcattools, dcatlib DcatReader"
_EDP = "Fedict/dcattools, tools EDP (what data.gov.be hands to data.europa.eu)"
_PIVEAU = "piveau-consus importing, the harvester of data.europa.eu"
_MQA = "metadata quality assessment of data.europa.eu (piveau-metrics scorer)"
_AP = "DCAT-AP 3.0.1"


class Rule(NamedTuple):
    """What is asked, who asks it, and how to comply."""

    title: str
    source: str
    fix: str


RULES: Final[dict[str, Rule]] = {
    "A1": Rule(
        "status 200, an RDF Content-Type, no redirect",
        f"{_DCATTOOLS}; {_PIVEAU}",
        "Serve the catalogue at one address per syntax, with status 200 to Accept: */*, and name its media type: "
        "text/turtle, application/rdf+xml, application/ld+json, application/n-triples.",
    ),
    "A2": Rule(
        "the first bytes give the syntax away",
        "Fedict/dcattools, scrapers Dcat",
        "Begin Turtle with @prefix, @base or PREFIX, RDF/XML with <?xml or <rdf, JSON-LD with {; "
        "no comment, blank line or byte order mark before it.",
    ),
    "A3": Rule(
        "UTF-8 and whole, valid addresses",
        f"Fedict/dcattools, Fetcher; {_EDP}",
        "Write UTF-8; write every address absolute and percent-encoded, beginning with http:// or https://, "
        "its host with a dot.",
    ),
    "A4": Rule("one catalogue", _AP, "Describe exactly one dcat:Catalog with title, description and publisher."),
    "A5": Rule(
        "every dataset in the document is harvested",
        _PIVEAU,
        "List the dataset with dcat:dataset in the catalogue, or take its type dcat:Dataset out of the document.",
    ),
    "A6": Rule(
        "under 50 MB, answered within 60 seconds",
        "ckanext-dcat's default limit; piveau-consus importing",
        "Make the document smaller or page it with hydra:PartialCollectionView; make it at release, not at request.",
    ),
    "A7": Rule(
        "pages that end",
        f"{_PIVEAU}; ckanext-dcat issues 260, 261",
        "On every page state hydra:totalItems and hydra:next (none on the last), each page at an address of its own "
        "that differs in the query alone; keep all a dataset reaches on its page.",
    ),
    "B1": Rule(
        "names instead of blank nodes",
        "Fedict/dcattools, Storage (skolemises anew at each run); piveau's hash of a dataset",
        "Give the node an http(s) IRI that stays.",
    ),
    "B2": Rule(
        "one plain identifier for each dataset",
        f"{_READER}; {_EDP}",
        "State exactly one dct:identifier, a plain literal that no other dataset has and that never changes.",
    ),
    "B3": Rule(
        "identifiers that differ after normalisation",
        _PIVEAU,
        "Choose identifiers that differ in letters and digits, not only in case, spaces or signs.",
    ),
    "B4": Rule(
        "one identifier and one title for each distribution",
        f"{_PIVEAU}; {_DCATTOOLS}",
        "State one dct:identifier and a dct:title per language on every distribution, different within the dataset.",
    ),
    "B5": Rule(
        "one canonical IRI for each thing",
        "checklist B5: identity by IRI in every harvester",
        "Use the public https address everywhere: no localhost, no http beside https, no twin that ends in a slash.",
    ),
    "C3": Rule(
        "no path from one dataset to another",
        _PIVEAU + " (a dataset is stored with all it reaches)",
        "Link upwards only: dataset to series, catalogue to service; leave prev, next, source, hasVersion, "
        "isReferencedBy and servesDataset out of what a dataset reaches.",
    ),
    "C4": Rule(
        "never an empty catalogue",
        f"{_PIVEAU} and {_DCATTOOLS}: what is missing is deleted",
        "Answer 503 instead of an empty document; list the datasets with dcat:dataset.",
    ),
    "D1": Rule(
        "title and description in nl, fr, de, en",
        _DCATTOOLS + " (fills a missing language by machine translation)",
        "State dct:title and dct:description once per language nl, fr, de, en, each with its language tag.",
    ),
    "D2": Rule("keywords and theme", _MQA, "State dcat:keyword and at least one dcat:theme of the EU's data themes."),
    "D3": Rule(
        "a place with its outline",
        f"{_MQA}; {_EDP}",
        "State dct:spatial, and describe the place in the document: dct:Location, label, dcat:bbox POLYGON((…)).",
    ),
    "D4": Rule(
        "a period with its dates",
        f"{_MQA}; {_READER}",
        "State dct:temporal: a named dct:PeriodOfTime with dcat:startDate and dcat:endDate, each an xsd:date.",
    ),
    "D5": Rule(
        "a publisher that is a foaf:Agent with an IRI",
        f"{_MQA}; {_EDP}",
        "State dct:publisher: an IRI, typed foaf:Agent as well as foaf:Organization, with foaf:name.",
    ),
    "D6": Rule(
        "one contact with name and mailto address",
        f"{_MQA}; {_READER}",
        "State one dcat:contactPoint: a vcard:Kind with vcard:fn and vcard:hasEmail <mailto:…>.",
    ),
    "D7": Rule("access rights", _MQA, "State dct:accessRights once, from the EU table, such as …/access-right/PUBLIC."),
    "D8": Rule(
        "dates of issue and change",
        f"{_MQA}; {_READER} (shows dct:created as the date of publication)",
        "State dct:issued and dct:modified on the dataset and on every distribution, and dct:created on the dataset, "
        "as xsd:date or xsd:dateTime.",
    ),
    "D9": Rule(
        "languages and landing page data.gov.be can show",
        _DCATTOOLS,
        "State dct:language with the EU's NLD, FRA, DEU or ENG, and one dcat:landingPage typed foaf:Document.",
    ),
    "D10": Rule(
        "optional properties the coming quality score counts",
        "changelogs of an Italian CKAN about MQA 2.0 (third party)",
        "Fill what is true of the data; leave the others out.",
    ),
    "D11": Rule(
        "licences belong to distributions", _AP, "Take dct:license off the dataset; state it on each distribution."
    ),
    "E1": Rule(
        "addresses that answer HEAD with 200 to 299",
        _MQA + " and piveau-metrics url-checker",
        "State dcat:accessURL and dcat:downloadURL, and let both answer HEAD as they answer GET.",
    ),
    "E2": Rule(
        "format and media type from the tables",
        _MQA,
        "State dct:format with an EU file type and dcat:mediaType with an IANA media type, as IRIs; serve that type.",
    ),
    "E3": Rule(
        "one file that machines read and nobody owns",
        _MQA,
        "Offer at least one distribution as CSV, JSON, JSON_LD, RDF_TURTLE, XML or another open, structured format.",
    ),
    "E4": Rule(
        "one EU licence",
        f"{_MQA}; {_DCATTOOLS}",
        "State dct:license once, with the EU's IRI, such as …/licence/CC_BY_4_0, not a creativecommons.org address.",
    ),
    "E5": Rule("a statement of rights", _MQA, "State dct:rights once: an IRI typed dct:RightsStatement."),
    "E6": Rule(
        "the size in bytes",
        f"{_MQA}; {_AP} (xsd:nonNegativeInteger; 3.0.0 and 2.1.1: xsd:decimal)",
        "State dcat:byteSize as the profile types it, equal to the Content-Length that is served.",
    ),
    "E8": Rule(
        "checksums",
        f"{_EDP}; SEMICeu/DCAT-AP issues 402, 478",
        "Nothing to do: the checksum stays useful to whoever reads your own catalogue.",
    ),
    "E9": Rule(
        "no adms:status on distributions",
        "DCAT-AP 3 deprecated terms shapes, used by the quality score",
        "Leave adms:status off distributions, or describe the concept and its scheme http://purl.org/adms/status/1.0.",
    ),
    "E10": Rule(
        "packed files say what is inside",
        _AP,
        "Let dct:format name the content, and state dcat:compressFormat or dcat:packageFormat for the packing.",
    ),
    "E11": Rule(
        "about ten distributions",
        "Fedict/dcattools, scripts of some sources",
        "Ask data.gov.be if they cut yours; put the formats people need first.",
    ),
    "F1": Rule(
        "a series is no dataset",
        f"{_AP}; {_PIVEAU}",
        "Type a series dcat:DatasetSeries alone, without dcat:Dataset.",
    ),
    "F2": Rule(
        "dcat:inSeries names a series", _AP, "Describe the series in the same document, typed dcat:DatasetSeries."
    ),
    "F4": Rule(
        "a series may not arrive",
        f"{_DCATTOOLS}; {_PIVEAU} (2019)",
        "Nothing to do while each dataset stands on its own: title with the year, description, contact, publisher.",
    ),
    "H1": Rule(
        "controlled values described in the document",
        f"{_AP} range and vocabulary shapes: no portal looks the IRIs up",
        "Give the value in the document its class, skos:inScheme and skos:prefLabel.",
    ),
    "H2": Rule(
        "the catalogue's own addresses answer",
        "checklist H2: portals and people follow them",
        "Serve the address, or do not name it.",
    ),
    "R1": Rule(
        "one value where the reader takes one",
        _READER,
        "State the property once, with an IRI where DCAT-AP wants a thing and a date where it wants a date.",
    ),
    "R2": Rule(
        "a language tag on every keyword",
        _READER,
        "Give every dcat:keyword its language tag.",
    ),
    "R3": Rule(
        "what data.gov.be does not hand on",
        _EDP,
        "Nothing to do; do not count on it reaching data.europa.eu by way of data.gov.be.",
    ),
    "S1": Rule(
        "DCAT-AP shapes",
        "DCAT-AP shapes and deprecated terms of the profile (level 1), for a dataset with all it reaches",
        "Mend what the shape names.",
    ),
    "X1": Rule(
        "metadata, not data",
        "limits of harvesters and pages",
        "Shorten the text and link to the rest.",
    ),
    "X2": Rule(
        "no empty texts",
        "Fedict/dcattools, Storage (leaves empty values out)",
        "Leave the property out when there is nothing to say.",
    ),
    "X3": Rule(
        "RDF",
        "RDF 1.1 syntaxes",
        "Serve Turtle, RDF/XML, JSON-LD (context inside the document) or N-Triples, and check it with a parser.",
    ),
}

"""imsmanifest.xml: read from a game's upload, written for a client's package.

SCORM 1.2 Content Aggregation Model 2.3 and SCORM 2004 CAM 3.4 describe its elements. Names are
matched without their namespace: authoring tools mix the years of IMS and ADL freely.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from math import isfinite
from posixpath import normpath
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from lxml import etree

from scorm_bridge.errors import BadManifest, NoOrganization, NoSco, TooManyScos
from scorm_bridge.models import PackageStandard, Standard
from scorm_bridge.scos import IDENTIFIER, Kind

MANIFEST = "imsmanifest.xml"
UNTITLED = "Untitled"
TITLE_MOST = 200
SCOS_MOST = 200
"""What a learner can find their way in, and a launch can carry to the browser."""
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"

Element = etree._Element  # noqa: SLF001  (lxml has no public name for it)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sco:
    """One content object that a learner opens: a SCO, or an asset between SCOs.

    `launch_path` is a path in the zip, `query` what follows it in the launch URL; `facts` is
    what the manifest tells a run-time (mastery score, launch data, time limit).
    """

    id: str
    kind: Kind
    title: str
    launch_path: str
    query: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class GameManifest:
    """What the bridge needs of a game's manifest; `scos` are in the order they are played in."""

    standard: Standard
    title: str
    scos: list[Sco]


def read(content: bytes) -> GameManifest:
    """Raises BadManifest, NoOrganization, NoSco or TooManyScos."""
    root = parsed(content)
    standard = standard_of(root)
    organization = default_organization(root)
    scos = scos_of(root, organization)
    return GameManifest(
        standard=standard,
        title=text_of(organization, "title") or scos[0].title or UNTITLED,
        scos=scos,
    )


def scos_of(root: Element, organization: Element) -> list[Sco]:
    """What the organization launches, in the order of its tree, depth first.

    Hidden items (isvisible="false") are among them: they count towards the outcome, so a learner
    must be able to see that one is missing. A SCO on its own has no id, so that a new version of
    the game finds the state of open plays whatever a tool has called its item this time.
    """
    found = list(islice(launched_items(root, organization), SCOS_MOST + 1))
    if not any(is_sco(resource) for _, resource in found):
        raise NoSco
    if len(found) > SCOS_MOST:
        raise TooManyScos(most=SCOS_MOST)
    if len(found) == 1:
        return [sco_of(root, *found[0], id="")]
    ids = [item.get("identifier") or "" for item, _ in found]
    must_be_identifiers(ids)
    return [sco_of(root, *each, id=id) for id, each in zip(ids, found, strict=True)]


def launched_items(root: Element, organization: Element) -> Iterator[tuple[Element, Element]]:
    """The items with the resources they launch; one without an href is opened by no LMS."""
    resources = {element.get("identifier"): element for element in named(root, "resource")}
    for item in named(organization, "item"):
        resource = resources.get(item.get("identifierref"))
        if resource is not None and (is_sco(resource) or resource.get("href")):
            yield item, resource


def is_sco(resource: Element) -> bool:
    return attribute(resource, "scormtype").lower() == "sco"


def must_be_identifiers(ids: list[str]) -> None:
    """Each SCO's state is kept under its item's identifier, which IMS's schema makes an xs:ID."""
    for at, id in enumerate(ids):
        if not IDENTIFIER.fullmatch(id):
            raise BadManifest(flaw="no identifier", facts={"number": at + 1})
        if id in ids[:at]:
            raise BadManifest(flaw="same identifier", facts={"given": id})


def sco_of(root: Element, item: Element, resource: Element, *, id: str) -> Sco:
    parts = launch_address(root, resource)
    return Sco(
        id=id,
        kind=Kind.SCO if is_sco(resource) else Kind.ASSET,
        title=text_of(item, "title")[:TITLE_MOST],
        launch_path=normpath(unquote(parts.path)).lstrip("/"),
        query=launch_query(parts.query, item.get("parameters") or ""),
        facts=facts_of(item),
    )


def launch_address(root: Element, resource: Element) -> SplitResult:
    """The resource's href within the zip, after the xml:base of what it stands in."""
    href = (resource.get("href") or "").strip()
    if not href:
        raise BadManifest(flaw="no href")
    base = "".join(element.get(XML_BASE) or "" for element in (root, *parents(resource), resource))
    try:
        parts = urlsplit(base + href)
    except ValueError:
        raise BadManifest(flaw="no address") from None
    if parts.scheme or parts.netloc:
        raise BadManifest(flaw="another server")
    return parts


def parsed(content: bytes) -> Element:
    """The root, read without a DTD and without the network; entities are refused."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise BadManifest(flaw="no XML", facts={"line": line, "column": column}) from None
    declared: Any = root.getroottree().docinfo.internalDTD  # lxml's stubs lack what it holds
    if declared is not None and any(declared.iterentities()):
        raise BadManifest(flaw="entities")
    if name_of(root) != "manifest":
        raise BadManifest(flaw="another root")
    return root


def standard_of(root: Element) -> Standard:
    version = next((e.text or "" for e in named(root, "schemaversion")), "").strip()
    if version == "1.2" or "adlcp_rootv1p2" in " ".join(map(str, root.nsmap.values())):
        return Standard.SCORM_12
    if "2004" in version or version.startswith("CAM 1.3") or version == "1.3":
        return Standard.SCORM_2004
    raise BadManifest(flaw="another standard", facts={"given": version})


def default_organization(root: Element) -> Element:
    organizations = [
        child
        for group in children(root, "organizations")
        for child in children(group, "organization")
    ]
    if not organizations:
        raise NoOrganization
    default = next(children(root, "organizations")).get("default")
    chosen = [item for item in organizations if item.get("identifier") == default]
    return (chosen or organizations)[0]


def facts_of(item: Element) -> dict[str, Any]:
    """What the LMS is to tell the SCO (1.2: RTE 3.4.4; 2004: CAM 3.4.1.14 and SN 3.10)."""
    measure = next((text(e) for e in named(item, "minNormalizedMeasure")), "")
    is_satisfied_by_measure = any(
        e.get("satisfiedByMeasure") == "true" for e in named(item, "primaryObjective")
    )
    return {
        "mastery_score": number(text_of(item, "masteryscore")),
        "scaled_passing_score": number(measure) if is_satisfied_by_measure else None,
        "launch_data": text_of(item, "datafromlms") or text_of(item, "dataFromLMS"),
        "max_time_allowed": text_of(item, "maxtimeallowed"),
        "time_limit_action": text_of(item, "timelimitaction") or text_of(item, "timeLimitAction"),
    }


def launch_query(query: str, parameters: str) -> str:
    """An item's parameters join the href's query (SCORM 2004 CAM 3.4.1.10)."""
    added = parameters.strip().lstrip("?&")
    return "&".join(part for part in (query, added) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFacts:
    identifier: str
    """An xs:ID: a letter first."""
    title: str
    launch_path: str
    files: tuple[str, ...]


def write(standard: PackageStandard, facts: PackageFacts) -> bytes:
    """The manifest of a package, from the template of its standard (2004-3rd is in 2004/3rd)."""
    root = deepcopy(template(standard, facts.launch_path, facts.files))
    root.set("identifier", facts.identifier)
    for title in named(root, "title"):
        title.text = facts.title
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


@cache
def template(standard: PackageStandard, launch_path: str, paths: tuple[str, ...]) -> Element:
    """What the manifests of all packages of a standard share; not to be changed."""
    content = (files("manifests") / standard.replace("-", "/") / MANIFEST).read_bytes()
    root = etree.fromstring(content, etree.XMLParser(remove_blank_text=True, remove_comments=True))
    resource = next(named(root, "resource"))
    resource.set("href", launch_path)
    for path in paths:
        etree.SubElement(resource, f"{{{root.nsmap[None]}}}file", href=path)
    return root


def name_of(element: Element) -> str:
    return etree.QName(element).localname


def named(element: Element, name: str) -> Iterator[Element]:
    """Descendants by local name; comments and instructions are passed over."""
    return (found for found in element.iterdescendants("*") if name_of(found) == name)


def children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element.iterchildren("*") if name_of(child) == name)


def parents(element: Element) -> list[Element]:
    """The element's ancestors below the root, the outermost first."""
    return list(reversed(list(element.iterancestors())[:-1]))


def text(element: Element) -> str:
    return (element.text or "").strip()


def text_of(element: Element, name: str) -> str:
    return next((text(child) for child in children(element, name)), "")


def attribute(element: Element, name: str) -> str:
    """An attribute by its local name, whatever its namespace and case (scormtype, scormType)."""
    for key, value in element.attrib.items():
        if etree.QName(key).localname.lower() == name:
            return str(value)
    return ""


def number(value: str) -> float | None:
    try:
        read = float(value)
    except ValueError:
        return None
    return read if isfinite(read) else None  # JSON knows neither NaN nor infinity

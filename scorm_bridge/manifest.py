"""imsmanifest.xml: read from a game's upload, written for a client's package.

SCORM 1.2 Content Aggregation Model 2.3 and SCORM 2004 CAM 3.4 describe its elements. Names are
matched without their namespace: authoring tools mix the years of IMS and ADL freely.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import isfinite
from posixpath import normpath
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from lxml import etree

from scorm_bridge.errors import BadManifest, NoOrganization, NoSco, SeveralScos
from scorm_bridge.models import PackageStandard, Standard

MANIFEST = "imsmanifest.xml"
MOST_BYTES = 5 * 1024 * 1024
UNTITLED = "Untitled"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"

Element = etree._Element  # noqa: SLF001  (lxml has no public name for it)


@dataclass(frozen=True, slots=True, kw_only=True)
class GameManifest:
    """What the bridge needs of a game's manifest.

    `launch_path` is a path in the zip, `query` what follows it in the launch URL; `facts` is
    what the manifest tells a run-time (mastery score, launch data, time limit).
    """

    standard: Standard
    title: str
    launch_path: str
    query: str
    facts: dict[str, Any]


def read(content: bytes) -> GameManifest:
    """Raises BadManifest, NoOrganization, NoSco or SeveralScos."""
    root = parsed(content)
    standard = standard_of(root)
    organization = default_organization(root)
    item, resource = the_only_sco(root, organization)
    parts = launch_address(root, resource)
    return GameManifest(
        standard=standard,
        title=text_of(organization, "title") or text_of(item, "title") or UNTITLED,
        launch_path=normpath(unquote(parts.path)).lstrip("/"),
        query=launch_query(parts.query, item.get("parameters") or ""),
        facts=facts_of(item),
    )


def launch_address(root: Element, resource: Element) -> SplitResult:
    """The SCO's href within the zip, after the xml:base of what it stands in."""
    href = (resource.get("href") or "").strip()
    if not href:
        raise BadManifest(reason="its SCO has no href")
    base = "".join(element.get(XML_BASE) or "" for element in (root, *parents(resource), resource))
    try:
        parts = urlsplit(base + href)
    except ValueError:
        raise BadManifest(reason="its SCO's href is no address") from None
    if parts.scheme or parts.netloc:
        raise BadManifest(reason="its SCO is launched from another server")
    return parts


def parsed(content: bytes) -> Element:
    """The root, read without a DTD and without the network; entities are refused."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise BadManifest(reason=f"it is no well-formed XML ({error.msg})") from None
    declared: Any = root.getroottree().docinfo.internalDTD  # lxml's stubs lack what it holds
    if declared is not None and any(declared.iterentities()):
        raise BadManifest(reason="it declares entities, which no manifest needs")
    if name_of(root) != "manifest":
        raise BadManifest(reason="its root element is not manifest")
    return root


def standard_of(root: Element) -> Standard:
    version = next((e.text or "" for e in named(root, "schemaversion")), "").strip()
    if version == "1.2" or "adlcp_rootv1p2" in " ".join(map(str, root.nsmap.values())):
        return Standard.SCORM_12
    if "2004" in version or version.startswith("CAM 1.3") or version == "1.3":
        return Standard.SCORM_2004
    raise BadManifest(reason=f"its schemaversion is {version!r}, neither SCORM 1.2 nor 2004")


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


def the_only_sco(root: Element, organization: Element) -> tuple[Element, Element]:
    """The one item of the organization that launches a SCO, with its resource."""
    resources = {element.get("identifier"): element for element in named(root, "resource")}
    found = []
    for item in named(organization, "item"):
        resource = resources.get(item.get("identifierref"))
        if resource is not None and attribute(resource, "scormtype").lower() == "sco":
            found.append((item, resource))
    if not found:
        raise NoSco
    if len(found) > 1:
        raise SeveralScos(count=len(found))
    return found[0]


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

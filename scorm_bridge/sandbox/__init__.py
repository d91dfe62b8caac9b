"""A sandbox LMS: upload a package, launch it as any learner, see what it reported.

It is a development tool, off in production: it knows no passwords and shows everything to everyone.
It behaves as the LMSs that packages meet, strict where they are strict and odd where they are odd;
each oddity is marked "as measured" where it is made.
"""

from pathlib import Path

from flask import Flask

from scorm_bridge.sandbox.courses import MAX_BYTES, Courses
from scorm_bridge.sandbox.gradebook import Gradebook
from scorm_bridge.sandbox.pages import pages


def create_app(folder: Path) -> Flask:
    """Make the sandbox LMS, with its courses and its gradebook kept under `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BYTES
    app.extensions["courses"] = Courses(folder / "courses")
    app.extensions["gradebook"] = Gradebook(folder / "gradebook.sqlite")
    app.register_blueprint(pages)
    return app

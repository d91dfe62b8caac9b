"""The pages of the sandbox LMS: the gradebook, the page that holds the API, what scripts read."""

import json
from importlib.resources import files
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from scorm_bridge.sandbox import places
from scorm_bridge.sandbox.courses import BadCourse, Course, Courses
from scorm_bridge.sandbox.gradebook import Attempt, Gradebook
from scorm_bridge.sandbox.quirks import Quirk, UnknownQuirk, read

pages = Blueprint("pages", __name__)

Answer = str | Response | BaseResponse | tuple[str | Response, int]


def _courses() -> Courses:
    courses = current_app.extensions["courses"]
    assert isinstance(courses, Courses)
    return courses


def _gradebook() -> Gradebook:
    gradebook = current_app.extensions["gradebook"]
    assert isinstance(gradebook, Gradebook)
    return gradebook


def _course(course_id: str) -> Course:
    return _courses().get(course_id) or abort(404, "There is no such course.")


def _attempt(course: Course, learner: str) -> Attempt:
    found = _gradebook().attempt(course, learner)
    return found or abort(404, "This learner has not opened this course.")


def _wants_json() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


@pages.get("/")
def gradebook(error: str = "") -> str:
    """Show every course with its learners."""
    shelves = [(course, _gradebook().attempts(course)) for course in reversed(_courses().all())]
    return render_template("gradebook.html", shelves=shelves, error=error, quirks=Quirk)


@pages.post("/courses")
def add_course() -> Answer:
    """Take a package in, as a multipart field `package`."""
    upload = request.files.get("package")
    try:
        if upload is None or not upload.filename:
            raise BadCourse("Choose the zip file of a package first.")
        course = _courses().add(upload.stream)
    except BadCourse as error:
        if _wants_json():
            return jsonify(error=str(error)), 400
        return gradebook(str(error)), 400
    if _wants_json():
        address = url_for("pages.launch", course_id=course.id, _external=True)
        body = {"id": course.id, "title": course.title, "standard": course.standard}
        return jsonify(body | {"launch": address}), 201
    return redirect(url_for("pages.gradebook"))


@pages.get("/courses/<course_id>/launch")
def launch(course_id: str) -> Answer:
    """Show the page that holds the API, with the course in a frame one level under it."""
    course = _course(course_id)
    learner = request.args.get("learner", "").strip()
    if not learner:
        abort(400, "Say who the learner is.")
    mode = request.args.get("mode") or None
    if mode not in (None, "normal", "browse", "review"):
        abort(400, "The mode is normal, browse or review.")
    quirks = _quirks(request.args.getlist("quirk"))
    if Quirk.FOREIGN_TOP in quirks and "framed" not in request.args:
        return redirect(places.elsewhere(f"{request.url}&framed"))
    attempt, given = _gradebook().launch(
        course,
        learner=learner,
        name=request.args.get("name", "").strip() or learner,
        mode=mode,
        new=request.args.get("attempt") == "new" or Quirk.NEW_ATTEMPTS in quirks,
        quirks=quirks,
    )
    record = url_for("pages.record", course_id=course.id, learner=learner, launch=attempt.launches)
    facts = {"standard": course.standard, "given": given, "record": record, "quirks": list(quirks)}
    start = places.of_package(_start(course, quirks), quirks)
    return render_template(
        "launch.html", course=course, attempt=attempt, facts=facts, start=start, quirks=quirks
    )


def _quirks(names: list[str]) -> frozenset[Quirk]:
    try:
        return read(names)
    except UnknownQuirk as error:
        abort(400, f"The sandbox has no such quirk: {error}.")


def _start(course: Course, quirks: frozenset[Quirk]) -> str:
    path, _, query = course.href.partition("?")
    start = url_for("pages.content", course_id=course.id, path=path, _external=True)
    # The package's own page is under the policy, too.
    said = [query, f"quirk={Quirk.NO_REFERRER}" if Quirk.NO_REFERRER in quirks else ""]
    return "?".join(filter(None, [start, "&".join(filter(None, said))]))


@pages.after_request
def keep_referrers(answer: Response) -> Response:
    if Quirk.NO_REFERRER in request.args.getlist("quirk"):
        answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@pages.get("/frame")
def frame() -> Answer:
    """Show a page that has no part in SCORM, with another, by its address, in a frame."""
    inner = request.args.get("inner", "")
    if not inner.startswith(("http://", "https://")):
        abort(400, "Say which page stands in the frame, by its whole address.")
    return render_template("frame.html", inner=inner)


@pages.post("/courses/<course_id>/learners/<learner>/launches/<int:launch>")
def record(course_id: str, learner: str, launch: int) -> Answer:
    """Keep what a run-time sends; it comes as text, because a beacon's type is fixed."""
    course = _course(course_id)
    _attempt(course, learner)
    sent = json.loads(request.get_data())
    quirks = _quirks(sent.get("quirks", []))
    is_down = Quirk.OUT_OF_SERVICE in quirks
    _gradebook().record(
        course,
        learner,
        send=(launch, sent["number"]),
        changes=None if is_down else sent["changes"],
        calls=sent["calls"],
        is_late=Quirk.STALE_RELOADS in quirks and sent.get("isGone", False),
    )
    return Response(status=503 if is_down else 204)


@pages.get("/courses/<course_id>/learners/<learner>.json")
def learner_facts(course_id: str, learner: str) -> Response:
    """Tell what an attempt holds; `entry` is what the next launch is given."""
    course = _course(course_id)
    attempt = _attempt(course, learner)
    return jsonify(_facts(attempt) | {"calls": _gradebook().calls(course, learner)})


@pages.get("/courses/<course_id>/learners/<learner>")
def learner_page(course_id: str, learner: str) -> str:
    """Show an attempt's elements, and the calls that were made for it."""
    course = _course(course_id)
    attempt = _attempt(course, learner)
    calls = _gradebook().calls(course, learner)
    return render_template("learner.html", course=course, attempt=attempt, calls=calls)


@pages.get("/courses/<course_id>/content/<path:path>")
def content(course_id: str, path: str) -> Response:
    """Serve a file of a package, on the LMS's own origin as LMSs do.

    A browser keeps it for ninety days and never asks again (as measured).
    """
    file = send_from_directory(_courses().content_of(_course(course_id)).resolve(), path)
    file.headers["Cache-Control"] = f"public, max-age={90 * 24 * 3600}, immutable"
    return file


@pages.get("/run-time/<path:name>")
def run_time(name: str) -> Response:
    """Serve scorm-again."""
    return send_from_directory(str(files("scorm_bridge") / "player" / "vendor"), name)


def _facts(attempt: Attempt) -> dict[str, Any]:
    return {
        "learner": attempt.learner,
        "name": attempt.name,
        "status": attempt.status,
        "score": attempt.score,
        "total_time": attempt.element("total_time"),
        "location": attempt.element("location"),
        "suspend_data": attempt.cmi.get("cmi.suspend_data", ""),
        "exit": attempt.element("exit"),
        "entry": attempt.next_entry,
        "attempts": attempt.attempts,
        "launches": attempt.launches,
        "cmi": attempt.cmi,
    }

// What the LMS does with what a package tells it: reads, a location and a bookmark that are kept, and
// at the end a result. In preview and review it is only read, for there writes count.

import { greet } from "./link.js";
import { elementsOf, outcomeOf, packageElements } from "./outcome.js";

const NAMES = { scorm12: "SCORM 1.2", scorm2004: "SCORM 2004" };
const LEARNERS = {
  scorm12: { id: "cmi.core.student_id", name: "cmi.core.student_name" },
  scorm2004: { id: "cmi.learner_id", name: "cmi.learner_name" },
};
const NOTHING = { completion: "unknown", success: "unknown", score: null, location: "" };
const RESULT = { completion: "completed", success: "passed", score: 100, location: "" };

export async function* lmsChecks(facts, hasFailed) {
  const began = performance.now();
  const link = await greet(facts);
  if (!link) return yield { check: "api", state: "fail", said: "api.silent" };
  yield { check: "api", state: "ok", said: "api.found", values: { standard: NAMES[link.standard] } };
  const names = packageElements(link.standard);
  yield await learner(link);
  const mode = (await read(link, [names.mode]))[names.mode] || "normal";
  const isReadOnly = mode === "browse" || mode === "review";
  yield { check: "mode", state: isReadOnly ? "note" : "ok", said: isReadOnly ? "mode.other" : "mode.normal", values: { mode } };
  if (isReadOnly) return;
  yield await saving(link, names);
  if (hasFailed()) yield { check: "result", state: "note", said: "result.withheld" };
  else yield await result(link, names, Math.round((performance.now() - began) / 10));
}

async function learner(link) {
  const names = LEARNERS[link.standard];
  const values = await read(link, Object.values(names));
  const of = (state, said) => ({ check: "learner", state, said });
  if (!values[names.id].trim()) return of("fail", "learner.unknown");
  return values[names.name].trim() ? of("ok", "learner.known") : of("warn", "learner.nameless");
}

async function saving(link, names) {
  const mark = `obole ${Date.now().toString(36)}`;
  const values = { [names.location]: mark, [names.pointer]: mark };
  const answer = await link.set(values);
  const of = (state, said) => ({ check: "saving", state, said, detail: spelled(Object.keys(values), answer) });
  if (!isKept(answer, Object.keys(values))) return of("fail", "saving.refused");
  const kept = await read(link, Object.keys(values));
  const isSame = Object.values(kept).every((value) => value === mark);
  return isSame ? of("ok", "saving.kept") : of("warn", "saving.unread");
}

// Completed, passed and 100 say that all went well, so nothing is reported where something did not.
async function result(link, names, centiseconds) {
  const elements = {
    ...elementsOf(link.standard, RESULT, NOTHING),
    [names.exit]: names.leaving(RESULT),
    [names.sessionTime]: names.duration(centiseconds),
  };
  const answer = await link.set(elements);
  const mandatory = [...names.statuses, names.score.raw];
  const kept = await read(link, [...names.statuses, ...Object.values(names.score)]);
  const { completion, success, score } = outcomeOf(link.standard, (element) => kept[element] ?? "");
  await link.finish();
  const isThere = completion === RESULT.completion && success === RESULT.success && score === RESULT.score;
  const of = (state, said) => ({ check: "result", state, said, detail: spelled(Object.keys(elements), answer) });
  return isKept(answer, mandatory) && isThere ? of("ok", "result.recorded") : of("fail", "result.refused");
}

async function read(link, names) {
  const answer = await link.get(names);
  return Object.fromEntries(names.map((name) => [name, String(answer.values?.[name] ?? "")]));
}

function isKept(answer, mandatory) {
  return answer.ok && answer.commit.ok && !mandatory.some((name) => name in answer.errors);
}

/** The error code of each element, and what the LMS answered to Commit. */
function spelled(names, answer) {
  if (!answer.ok) return String(answer.error);
  const codes = names.map((name) => `${name} ${answer.errors[name] ?? "0"}`);
  return [...codes, `Commit ${answer.commit.ok} ${answer.commit.error}`].join(" · ");
}

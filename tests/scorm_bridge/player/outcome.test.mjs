import assert from "node:assert/strict";
import test from "node:test";

import { toCentiseconds, toInterval, toTimespan } from "../../../scorm_bridge/player/durations.js";
import {
  concluded,
  elementsOf,
  isSame,
  judged,
  merge,
  nudged,
  outcomeOf,
  packageElements,
  rank,
  reported,
} from "../../../scorm_bridge/player/outcome.js";

const outcome = (more) => ({ completion: "unknown", success: "unknown", score: null, location: "", ...more });
const game = (standard, elements) => outcomeOf(standard, (element) => elements[element] ?? "");
const told = (result, recorded = {}) => elementsOf("scorm12", outcome(result), outcome(recorded));
const told2004 = (result, recorded = {}) => elementsOf("scorm2004", outcome(result), outcome(recorded));
const leaving = (standard, result) => packageElements(standard).leaving(outcome(result));

test("a 1.2 game that passed or failed has also completed", () => {
  for (const status of ["passed", "failed"]) {
    const seen = game("scorm12", { "cmi.core.lesson_status": status });
    assert.deepEqual([seen.completion, seen.success], ["completed", status]);
  }
});

test("a 1.2 game that was browsed or begun is incomplete, one not attempted unknown", () => {
  const completion = (status) => game("scorm12", { "cmi.core.lesson_status": status }).completion;
  assert.deepEqual(["browsed", "incomplete", "not attempted"].map(completion), ["incomplete", "incomplete", "unknown"]);
});

test("a 2004 score is scaled times 100, kept between 0 and 100, with two decimals", () => {
  const score = (scaled) => game("scorm2004", { "cmi.score.scaled": scaled }).score;
  assert.deepEqual(["0.85", "-0.5", "1", "0.333333", "0"].map(score), [85, 0, 100, 33.33, 0]);
});

test("points are read within the range the game declares", () => {
  const score = (raw, min, max) =>
    game("scorm12", { "cmi.core.score.raw": raw, "cmi.core.score.min": min, "cmi.core.score.max": max }).score;
  assert.equal(score("8", "", "10"), 80);
  assert.equal(score("15", "10", "20"), 50);
  assert.equal(score("85.5", "", ""), 85.5);
  assert.equal(score("", "0", "100"), null);
});

test("in 2004 to 1.2 success wins over completion", () => {
  const status = (result) => told(result)["cmi.core.lesson_status"];
  assert.equal(status({ completion: "completed", success: "passed" }), "passed");
  assert.equal(status({ completion: "incomplete", success: "failed" }), "failed");
  assert.equal(status({ completion: "completed" }), "completed");
  assert.equal(status({}), "incomplete");
});

test("in 1.2 to 2004 passed and failed are also completed", () => {
  for (const status of ["passed", "failed"]) {
    const elements = told2004(game("scorm12", { "cmi.core.lesson_status": status }));
    assert.deepEqual([elements["cmi.completion_status"], elements["cmi.success_status"]], ["completed", status]);
  }
});

test("in 2004 to 2004 completion and success go each its own way", () => {
  const statuses = (result, recorded) => {
    const elements = told2004(result, recorded);
    return [elements["cmi.completion_status"], elements["cmi.success_status"]];
  };
  assert.deepEqual(statuses({}), ["incomplete", "unknown"]);
  assert.deepEqual(statuses({ completion: "completed" }), ["completed", "unknown"]);
  assert.deepEqual(statuses({ completion: "incomplete", success: "failed" }), ["incomplete", "failed"]);
  assert.deepEqual(statuses({ completion: "completed", success: "passed" }), ["completed", "passed"]);
});

test("in 2004 neither completion nor success is taken back", () => {
  assert.deepEqual(told2004({ completion: "incomplete", success: "passed" }, { completion: "completed" }), {
    "cmi.completion_status": "completed",
    "cmi.success_status": "passed",
  });
  assert.deepEqual(told2004({ completion: "completed", score: 10 }, { completion: "completed", success: "failed" }), {});
});

test("a 2004 LMS is told points as well as the scaled score", () => {
  const scores = (score) => ["raw", "min", "max", "scaled"].map((part) => told2004({ score })[`cmi.score.${part}`]);
  assert.deepEqual(scores(83.5), ["83.5", "0", "100", "0.835"]);
  assert.deepEqual(scores(33.33), ["33.33", "0", "100", "0.3333"]);
  assert.deepEqual(scores(0.01), ["0.01", "0", "100", "0.0001"]);
  assert.deepEqual(scores(0), ["0", "0", "100", "0"]);
  assert.equal("cmi.score.scaled" in told2004({}), false);
});

test("progress goes from 2004 to 2004, and nowhere else", () => {
  const seen = game("scorm2004", { "cmi.progress_measure": "0.5" });
  assert.equal(elementsOf("scorm2004", seen, outcome({}))["cmi.progress_measure"], "0.5");
  assert.equal("cmi.progress_measure" in elementsOf("scorm12", seen, outcome({})), false);
  assert.equal("cmi.progress_measure" in told2004(game("scorm12", {})), false);
});

test("an attempt is suspended until it is done", () => {
  const results = [{}, { completion: "incomplete", success: "failed" }, { completion: "completed" }];
  assert.deepEqual(results.map((result) => leaving("scorm12", result)), ["suspend", "", ""]);
  assert.deepEqual(results.map((result) => leaving("scorm2004", result)), ["suspend", "suspend", "normal"]);
});

test("at its end, a verdict with no word of completion has completed", () => {
  const completion = (result) => concluded(outcome(result)).completion;
  assert.deepEqual(["passed", "failed", "unknown"].map((success) => completion({ success })), ["completed", "completed", "unknown"]);
  assert.equal(completion({ completion: "incomplete", success: "passed" }), "incomplete");
  assert.equal(completion({ completion: "completed" }), "completed");
});

test("a score is never empty, and comes with its range", () => {
  assert.equal("cmi.core.score.raw" in told({}), false);
  const elements = told({ score: 66.67 });
  assert.deepEqual(
    ["raw", "min", "max"].map((part) => elements[`cmi.core.score.${part}`]),
    ["66.67", "0", "100"],
  );
});

test("what the LMS has completed is not taken back, nor its score", () => {
  const elements = told({ completion: "incomplete", score: 10, location: "page 2" }, { completion: "completed", score: 85 });
  assert.deepEqual(elements, { "cmi.core.lesson_location": "page 2" });
});

test("a worse result of a play after it leaves the LMS the score of the better one", () => {
  const passed = { completion: "completed", success: "passed", score: 85 };
  const failed = { completion: "completed", success: "failed", score: 40 };
  const score = (result, recorded) => told(result, recorded)["cmi.core.score.raw"];
  assert.deepEqual(told(failed, passed), { "cmi.core.lesson_status": "passed" });
  assert.deepEqual(told(failed, { ...passed, score: null }), { "cmi.core.lesson_status": "passed" });
  assert.deepEqual(told2004(failed, passed), { "cmi.completion_status": "completed", "cmi.success_status": "passed" });
  assert.deepEqual([score(passed, failed), score({ ...passed, score: 80 }, passed)], ["85", "80"]);
});

test("a location longer than SCORM 1.2 takes is cut", () => {
  assert.equal(told({ location: "x".repeat(1000) })["cmi.core.lesson_location"].length, 255);
});

test("what is known is never forgotten", () => {
  const known = outcome({ completion: "completed", success: "passed", score: 80, location: "end" });
  assert.ok(isSame(merge(known, outcome({ completion: "incomplete" })), known));
  assert.equal(merge(outcome({ success: "failed" }), outcome({ success: "passed" })).success, "passed");
  const passed = outcome({ completion: "completed", success: "passed", score: 85 });
  const failed = outcome({ completion: "completed", success: "failed", score: 10 });
  assert.ok(isSame(merge(passed, failed), passed));
});

test("a verdict is further on than completion, completion than a beginning", () => {
  const ranks = [{}, { completion: "incomplete" }, { completion: "completed" }, { success: "failed" }];
  assert.deepEqual(ranks.map((result) => rank(outcome(result))), [0, 1, 2, 3]);
});

test("nudged values differ and stay within the standard", () => {
  const done = told({ completion: "completed", score: 100, location: "x".repeat(255) });
  const more = { "cmi.suspend_data": "o1.a", "cmi.core.exit": "", "cmi.core.session_time": "0000:00:00.00" };
  const elements = { ...done, ...more };
  const other = nudged("scorm12", elements);
  assert.deepEqual(Object.keys(other).sort(), Object.keys(elements).sort());
  for (const [name, value] of Object.entries(other)) assert.notEqual(value, elements[name]);
  assert.ok(other["cmi.core.lesson_location"].length <= 255);
  assert.equal(other["cmi.core.lesson_status"], "incomplete");
  assert.equal(other["cmi.core.exit"], "suspend");
  assert.equal(other["cmi.core.session_time"], "0000:00:00.01");
});

test("nudged values of 2004 differ, and stay within it too", () => {
  const done = told2004({ completion: "completed", success: "passed", score: 100, location: "x".repeat(1000), progress: 1 });
  const elements = { ...done, "cmi.exit": "normal", "cmi.session_time": "PT83.25S" };
  const other = nudged("scorm2004", elements);
  assert.deepEqual(Object.keys(other).sort(), Object.keys(elements).sort());
  for (const [name, value] of Object.entries(other)) assert.notEqual(value, elements[name]);
  assert.equal(other["cmi.score.scaled"], "0.01");
  assert.equal(other["cmi.progress_measure"], "0");
  assert.equal(other["cmi.exit"], "suspend");
  assert.equal(other["cmi.session_time"], "PT0S");
  assert.equal(other["cmi.location"].length, 1000);
});

test("a nudged score keeps to its range, which no LMS has to divide by nothing for", () => {
  const { raw, min, max } = Object.fromEntries(
    Object.entries(nudged("scorm12", told({ score: 1 }))).map(([name, value]) => [name.split(".").pop(), Number(value)]),
  );
  assert.ok(min <= raw && raw <= max && min < max);
});

test("durations are written as each standard writes them", () => {
  assert.equal(toTimespan(366_125), "0001:01:01.25");
  assert.equal(toTimespan(9e12), "9999:59:59.99");
  assert.equal(toInterval(8325), "PT83.25S");
});

test("durations are read in either notation, and nothing else is", () => {
  const texts = ["00:01:03.5", "0001:00:00", "PT1H2M3.25S", "P1DT1S", "12", "1:2:3", "P1Y", ""];
  assert.deepEqual(texts.map(toCentiseconds), [6350, 360000, 372325, 8640100, null, null, null, null]);
});

test("a package that reports completion only tells no verdict, and what had one is completed", () => {
  const failed = outcome({ completion: "incomplete", success: "failed", score: 10 });
  assert.deepEqual(reported(failed, "completion"), { ...failed, completion: "completed", success: "unknown" });
  assert.deepEqual(reported(failed, "pass/fail"), failed);
  const begun = outcome({ completion: "incomplete" });
  assert.deepEqual(reported(begun, "completion"), begun);
});

test("a pass mark decides by the score, once the play is completed", () => {
  const verdict = (more, mark = 80, before = {}) => judged(outcome(more), mark, outcome(before)).success;
  const completion = "completed";
  assert.equal(verdict({ completion, score: 80 }), "passed");
  assert.equal(verdict({ completion, score: 79.99 }), "failed");
  assert.equal(verdict({ completion, success: "passed", score: 79 }), "failed");
  assert.equal(verdict({ completion, success: "failed", score: 81 }), "passed");
  assert.equal(verdict({ completion, score: 0 }, 0), "passed");
  assert.equal(verdict({ completion: "incomplete", score: 90 }), "unknown");
});

test("without a pass mark or without a score the game's own verdict stands", () => {
  const failed = outcome({ completion: "completed", success: "failed", score: 95 });
  assert.deepEqual(judged(failed, null, outcome({})), failed);
  const passed = outcome({ completion: "completed", success: "passed" });
  assert.deepEqual(judged(passed, 80, outcome({})), passed);
});

test("a play that was passed stays passed under a pass mark", () => {
  const lower = outcome({ completion: "completed", success: "failed", score: 10 });
  assert.equal(judged(lower, 80, outcome({ success: "passed" })).success, "passed");
});

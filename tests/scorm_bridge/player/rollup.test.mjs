import assert from "node:assert/strict";
import test from "node:test";

import { isDone, kept, readOutcome, rollUp, standing, UNTOUCHED, written } from "../../../scorm_bridge/player/rollup.js";

const outcome = (completion, success = "unknown", score = null) => ({ completion, success, score });
const done = outcome("completed");
const begun = outcome("incomplete");
const passed = (score = null) => outcome("completed", "passed", score);
const failed = (score = null) => outcome("completed", "failed", score);
const summed = (...outcomes) => {
  const { completion, success, score } = rollUp(outcomes, "s");
  return [completion, success, score];
};

test("a game is completed when all of its SCOs are", () => {
  assert.deepEqual(summed(UNTOUCHED, UNTOUCHED), ["unknown", "unknown", null]);
  assert.deepEqual(summed(begun, UNTOUCHED), ["incomplete", "unknown", null]);
  assert.deepEqual(summed(done, UNTOUCHED), ["incomplete", "unknown", null]);
  assert.deepEqual(summed(done, done), ["completed", "unknown", null]);
});

test("it is passed when every SCO with a verdict passed, and failed when one did not", () => {
  assert.deepEqual(summed(passed(), done, passed()), ["completed", "passed", null]);
  assert.deepEqual(summed(passed(), done, failed()), ["completed", "failed", null]);
});

test("there is no verdict before the end, whatever the SCOs done so far came to", () => {
  assert.deepEqual(summed(passed(), begun), ["incomplete", "unknown", null]);
  assert.deepEqual(summed(failed(), UNTOUCHED), ["incomplete", "unknown", null]);
});

test("its score is the mean of the scores there are, with two decimals", () => {
  assert.deepEqual(summed(passed(80), done, passed(65)), ["completed", "passed", 72.5]);
  assert.deepEqual(summed(passed(100), passed(0), begun), ["incomplete", "unknown", 50]);
  assert.equal(rollUp([passed(100), passed(100), passed(0)], "").score, 66.67);
});

test("its location is the SCO that is open, its progress the share of those done", () => {
  const { location, progress } = rollUp([done, done, begun], "chapter-3");
  assert.deepEqual([location, progress], ["chapter-3", 0.6667]);
});

test("a verdict ends a SCO that says nothing of completion, and none that says incomplete", () => {
  assert.ok(isDone(outcome("unknown", "passed")));
  assert.ok(!isDone(outcome("incomplete", "failed", 0)));
  assert.deepEqual(summed(outcome("unknown", "passed", 90), done), ["completed", "passed", 90]);
});

test("a SCO that was completed or passed stays so, with the score of then", () => {
  assert.deepEqual(kept(passed(90), outcome("incomplete", "unknown", 0)), passed(90));
  assert.deepEqual(kept(passed(90), failed(20)), passed(90));
  assert.deepEqual(kept(passed(90), passed(80)), passed(80));
  assert.deepEqual(kept(done, begun), done);
  assert.deepEqual(kept(done, outcome("completed", "unknown", 40)), outcome("completed", "unknown", 40));
});

test("a SCO that failed can still be passed", () => {
  assert.deepEqual(kept(failed(20), outcome("incomplete", "unknown", 0)), failed(20));
  assert.deepEqual(kept(failed(20), passed(70)), passed(70));
  assert.deepEqual(kept(failed(20), outcome("incomplete", "passed", 70)), passed(70));
});

test("an outcome without a score keeps the score there was", () => {
  assert.deepEqual(kept(outcome("incomplete", "unknown", 40), begun), outcome("incomplete", "unknown", 40));
});

test("an outcome is read as it was written, and nothing else is", () => {
  for (const each of [UNTOUCHED, begun, passed(85.5), failed(0), passed(33.33)]) {
    assert.deepEqual(readOutcome(written(each)), each);
  }
  assert.equal(written(passed(85.5)), "completed passed 85.5");
  assert.deepEqual(["", "done", "completed well"].map(readOutcome), [UNTOUCHED, UNTOUCHED, UNTOUCHED]);
});

test("the menu has one word for where a SCO stands", () => {
  const words = [UNTOUCHED, begun, done, passed(1), failed(1), outcome("incomplete", "failed")].map(standing);
  assert.deepEqual(words, ["untouched", "begun", "done", "passed", "failed", "begun"]);
});

// A game of several SCOs comes to one outcome: that of each is kept, and all are rolled up.
// Pure functions only; an outcome is what `outcome.js` says.

import { concluded } from "./outcome.js";

const VERDICTS = ["unknown", "failed", "passed"];
const COMPLETIONS = ["unknown", "incomplete", "completed"];

export const UNTOUCHED = { completion: "unknown", success: "unknown", score: null };

/** Whether a SCO is done, as it stands: nobody waits for its end to open the next. */
export function isDone(outcome) {
  return concluded(outcome).completion === "completed";
}

/** What is known of a SCO after `news`: completed and passed stay, with the score of then. */
export function kept(known, news) {
  const isBetter = VERDICTS.indexOf(news.success) > VERDICTS.indexOf(known.success);
  const isWorse = VERDICTS.indexOf(news.success) < VERDICTS.indexOf(known.success);
  const isLess = isWorse || (known.completion === "completed" && news.completion !== "completed");
  const takesScore = known.score === null || isBetter || !isLess;
  return {
    completion: furthest(known.completion, news.completion),
    success: isBetter ? news.success : known.success,
    score: takesScore && news.score !== null ? news.score : known.score,
  };
}

/**
 * The outcome of the game whose SCOs stand at `outcomes`, with the SCO `current` open.
 * It is completed when all are. A verdict comes only then: until the last SCO is done nobody knows
 * whether it will have one, and a 1.2 LMS takes either verdict for the end. It is passed when every
 * SCO that has a verdict passed. The score is the mean of those that have one.
 */
export function rollUp(outcomes, current) {
  const done = outcomes.filter(isDone).length;
  const isOver = done === outcomes.length;
  return {
    completion: isOver ? "completed" : outcomes.every(isUntouched) ? "unknown" : "incomplete",
    success: isOver ? verdict(outcomes) : "unknown",
    score: mean(outcomes.map((outcome) => outcome.score).filter((score) => score !== null)),
    location: current,
    progress: Math.round((done / outcomes.length) * 10_000) / 10_000,
  };
}

/** One word for the menu: untouched, begun, done, passed or failed. */
export function standing(outcome) {
  if (!isDone(outcome)) return isUntouched(outcome) ? "untouched" : "begun";
  return outcome.success === "unknown" ? "done" : outcome.success;
}

/** How the bridge keeps the outcome of a SCO (`scos.py`): `completed passed 85`. */
export function written({ completion, success, score }) {
  return [completion, success, score].filter((part) => part !== null).join(" ");
}

export function readOutcome(text) {
  const [completion, success, score] = text.split(" ");
  if (!COMPLETIONS.includes(completion) || !VERDICTS.includes(success)) return UNTOUCHED;
  return { completion, success, score: score === undefined ? null : Number(score) };
}

function isUntouched({ completion, success }) {
  return completion === "unknown" && success === "unknown";
}

function verdict(outcomes) {
  const verdicts = outcomes.map(({ success }) => success).filter((success) => success !== "unknown");
  if (!verdicts.length) return "unknown";
  return verdicts.includes("failed") ? "failed" : "passed";
}

function mean(scores) {
  if (!scores.length) return null;
  return Math.round((scores.reduce((sum, score) => sum + score, 0) / scores.length) * 100) / 100;
}

function furthest(one, other) {
  return COMPLETIONS[Math.max(COMPLETIONS.indexOf(one), COMPLETIONS.indexOf(other))];
}

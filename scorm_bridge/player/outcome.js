// An outcome is what a play came to, free of any standard:
//   completion  unknown | incomplete | completed
//   success     unknown | passed | failed
//   score       0 to 100 with at most two decimals, or null
//   location    where the learner stands, in the game's own words
//   progress    0 to 1, or undefined; only SCORM 2004 knows of it, so it goes no further than the LMS
// Pure functions only: this file is the one place where standards meet.

import { toInterval, toTimespan } from "./durations.js";

const VERDICTS = ["passed", "failed"];
const VERDICT_RANKS = { unknown: 0, failed: 1, passed: 2 };

const STANDARDS = {
  scorm12: {
    outcome(read) {
      const status = read("cmi.core.lesson_status");
      const score = read("cmi.core.score.raw");
      const over = VERDICTS.includes(status) || status === "completed";
      return {
        completion: over ? "completed" : status === "incomplete" || status === "browsed" ? "incomplete" : "unknown",
        success: VERDICTS.includes(status) ? status : "unknown",
        score: normalised(score, read("cmi.core.score.min"), read("cmi.core.score.max")),
        location: read("cmi.core.lesson_location"),
      };
    },
  },
  scorm2004: {
    outcome(read) {
      const completion = read("cmi.completion_status");
      const success = read("cmi.success_status");
      const scaled = number(read("cmi.score.scaled"));
      return {
        completion: ["completed", "incomplete"].includes(completion) ? completion : "unknown",
        success: VERDICTS.includes(success) ? success : "unknown",
        score:
          scaled === null
            ? normalised(read("cmi.score.raw"), read("cmi.score.min"), read("cmi.score.max"))
            : bounded(scaled * 100),
        location: read("cmi.location"),
        progress: number(read("cmi.progress_measure")) ?? undefined,
      };
    },
  },
};

// What a package of each standard can be told, and how it is asked back.
const PACKAGES = {
  scorm12: {
    statuses: ["cmi.core.lesson_status"],
    score: { raw: "cmi.core.score.raw", min: "cmi.core.score.min", max: "cmi.core.score.max" },
    location: "cmi.core.lesson_location",
    locationLimit: 255, // RTE 3.4.4, CMIString255
    pointer: "cmi.suspend_data",
    exit: "cmi.core.exit",
    sessionTime: "cmi.core.session_time",
    duration: toTimespan,
    mode: "cmi.core.lesson_mode",
    // Success wins over completion: a 1.2 LMS has one word for both.
    verdict: (outcome) => {
      if (outcome.success !== "unknown") return [outcome.success];
      return [outcome.completion === "completed" ? "completed" : "incomplete"];
    },
    unsettled: ["incomplete"],
    leaving: (outcome) => (isCompleted(outcome) ? "" : "suspend"),
  },
  scorm2004: {
    statuses: ["cmi.completion_status", "cmi.success_status"],
    progress: "cmi.progress_measure",
    score: { raw: "cmi.score.raw", min: "cmi.score.min", max: "cmi.score.max", scaled: "cmi.score.scaled" },
    location: "cmi.location",
    locationLimit: 1000, // RTE 4.2.14, the smallest permitted maximum
    pointer: "cmi.suspend_data",
    exit: "cmi.exit",
    sessionTime: "cmi.session_time",
    duration: toInterval,
    mode: "cmi.mode",
    verdict: (outcome) => [outcome.completion === "completed" ? "completed" : "incomplete", outcome.success],
    unsettled: ["incomplete", "unknown"],
    // A verdict alone does not end it: an LMS of 2004 keeps nothing of an attempt left otherwise.
    leaving: (outcome) => (outcome.completion === "completed" ? "normal" : "suspend"),
  },
};

/** The names of a package's elements; undefined where its standard is not spoken yet. */
export function packageElements(standard) {
  return PACKAGES[standard];
}

/** The outcome a game of `standard` shows; `read(element)` gives a string, empty where unset. */
export function outcomeOf(standard, read) {
  return STANDARDS[standard].outcome(read);
}

/**
 * What is known after `next`, as the bridge keeps it too: nothing known is forgotten, completed and
 * passed stay, and so does the score that came with them.
 */
export function merge(previous, next) {
  const isLess = VERDICT_RANKS[next.success] < VERDICT_RANKS[previous.success];
  return {
    completion: rankOfCompletion(next) >= rankOfCompletion(previous) ? next.completion : previous.completion,
    success: isLess ? previous.success : next.success,
    score: next.score === null || (isLess && previous.score !== null) ? previous.score : next.score,
    location: next.location || previous.location,
    progress: next.progress ?? previous.progress,
  };
}

export function isCompleted(outcome) {
  return outcome.completion === "completed" || outcome.success !== "unknown";
}

/**
 * What `outcome` comes to at its end, as the bridge has it too (`outcomes.py`): a verdict with no
 * word of completion has completed. SCORM 2004 lets a SCO leave completion alone, and its LMS then
 * takes it for completed. One that says `incomplete` stays so.
 */
export function concluded(outcome) {
  const isOver = outcome.completion === "unknown" && outcome.success !== "unknown";
  return isOver ? { ...outcome, completion: "completed" } : outcome;
}

/**
 * `outcome` under a pass mark: once completed, its score decides; without a score the game's own
 * verdict stands. `before` is the outcome so far: passed stays passed, as the bridge keeps it.
 */
export function judged(outcome, passMark, before) {
  if (passMark === null || outcome.score === null || !isCompleted(outcome)) return outcome;
  const isPassed = before.success === "passed" || outcome.score >= passMark;
  return { ...outcome, success: isPassed ? "passed" : "failed" };
}

/** What of an outcome a package tells its LMS: all of it, or with "completion" no verdict. */
export function reported(outcome, reporting) {
  if (reporting !== "completion") return outcome;
  const completion = isCompleted(outcome) ? "completed" : outcome.completion;
  return { ...outcome, completion, success: "unknown" };
}

export function isSame(one, other) {
  return ["completion", "success", "score", "location"].every((part) => one[part] === other[part]);
}

/** How far an outcome has come: begun 1, completed 2, completed with a verdict 3; 0 for none. */
export function rank(outcome) {
  if (outcome.success !== "unknown") return 3;
  return { unknown: 0, incomplete: 1, completed: 2 }[outcome.completion];
}

/**
 * The elements that tell `outcome` to an LMS which stands at `recorded`.
 * A status further on is never taken back, nor the score that came with it; a score is never
 * empty, because an LMS keeps an empty one as 0.
 */
export function elementsOf(standard, outcome, recorded) {
  const names = PACKAGES[standard];
  const elements = {};
  if (Math.max(rank(outcome), 1) >= rank(recorded)) {
    const whole = merge(recorded, outcome);
    const words = names.verdict(whole);
    names.statuses.forEach((element, at) => (elements[element] = words[at]));
    // A score goes with its verdict: that of a worse play later on is no score of a better one.
    if (whole.success === outcome.success) Object.assign(elements, scoreElements(names.score, outcome.score));
    if (names.progress && outcome.progress !== undefined) elements[names.progress] = String(outcome.progress);
  }
  if (outcome.location) elements[names.location] = outcome.location.slice(0, names.locationLimit);
  return elements;
}

/**
 * The same elements with values that differ a little. An LMS marks a value as sent before it
 * sends it, so one lost on the way is sent again only after another value has been committed.
 */
export function nudged(standard, elements) {
  const { statuses, unsettled, score, progress, location, locationLimit, pointer, exit, sessionTime, duration } = PACKAGES[standard];
  const other = {};
  const nudge = (element, ...choices) => {
    if (element in elements) other[element] = choices.find((choice) => choice !== elements[element]) ?? elements[element];
  };
  statuses.forEach((element, at) => nudge(element, unsettled[at]));
  nudge(score.raw, "1", "2");
  nudge(score.min, "1", "0");
  nudge(score.max, "99", "100");
  nudge(score.scaled, "0.01", "0.02");
  nudge(progress, "0", "1");
  nudge(location, `${elements[location]}~`.slice(-locationLimit), "~");
  nudge(pointer, `${elements[pointer]}~`);
  nudge(exit, "suspend", "");
  nudge(sessionTime, duration(0), duration(1));
  return other;
}

// With `scaled` comes `raw`: an LMS may take its grade from that alone, and 0 where there is none.
function scoreElements(names, score) {
  if (score === null) return {};
  const values = { raw: score, min: 0, max: 100, scaled: Math.round(score * 100) / 10_000 };
  return Object.fromEntries(Object.entries(names).map(([part, element]) => [element, String(values[part])]));
}

function rankOfCompletion(outcome) {
  return { unknown: 0, incomplete: 1, completed: 2 }[outcome.completion];
}

function number(text) {
  return text === "" || !Number.isFinite(Number(text)) ? null : Number(text);
}

// Games count in points of their own; the range they declare tells what the points mean.
function normalised(raw, min, max) {
  const points = number(raw);
  if (points === null) return null;
  const low = number(min) || 0;
  const high = number(max);
  return bounded(high !== null && high > low ? ((points - low) / (high - low)) * 100 : points);
}

function bounded(score) {
  return Math.round(Math.min(Math.max(score, 0), 100) * 100) / 100;
}

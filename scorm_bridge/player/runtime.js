// The API a game finds: scorm-again behind a wall that keeps to the limits of the standard,
// notes what the game sets and says when it does.

import { toCentiseconds, toInterval, toTimespan } from "./durations.js";
import { outcomeOf } from "./outcome.js";

export const LONGEST_SESSION = 100 * 3600 * 100; // centiseconds; the bridge takes no more

const STANDARDS = {
  scorm12: {
    name: "API",
    factory: "Scorm12API",
    script: "vendor/scorm12.min.js",
    calls: {
      initialize: "LMSInitialize",
      finish: "LMSFinish",
      get: "LMSGetValue",
      set: "LMSSetValue",
      commit: "LMSCommit",
      error: "LMSGetLastError",
      explain: "LMSGetErrorString",
      diagnose: "LMSGetDiagnostic",
    },
    // SCORM 1.2 RTE 3.4.4: CMIString4096; scorm-again takes more (its own choice, not the standard's).
    limits: { "cmi.suspend_data": 4096 },
    // RTE 3.3: after LMSFinish the API is not initialised any more; scorm-again still takes values.
    closed: "301",
    exit: "cmi.core.exit",
    sessionTime: "cmi.core.session_time",
    given: (launch, entry, credit) => ({
      "cmi.core.student_id": launch.learner.id,
      "cmi.core.student_name": launch.learner.name,
      "cmi.core.lesson_mode": launch.mode,
      "cmi.core.credit": credit,
      "cmi.core.entry": entry,
      "cmi.core.total_time": toTimespan(launch.outcome.total_time_cs),
      "cmi.student_data.mastery_score": launch.game.mastery_score,
      "cmi.student_data.time_limit_action": launch.game.time_limit_action,
      "cmi.student_data.max_time_allowed": launch.game.max_time_allowed,
      "cmi.launch_data": launch.game.launch_data,
    }),
  },
  scorm2004: {
    name: "API_1484_11",
    factory: "Scorm2004API",
    script: "vendor/scorm2004.min.js",
    calls: {
      initialize: "Initialize",
      finish: "Terminate",
      get: "GetValue",
      set: "SetValue",
      commit: "Commit",
      error: "GetLastError",
      explain: "GetErrorString",
      diagnose: "GetDiagnostic",
    },
    limits: {},
    closed: null,
    exit: "cmi.exit",
    sessionTime: "cmi.session_time",
    given: (launch, entry, credit) => ({
      "cmi.learner_id": launch.learner.id,
      "cmi.learner_name": launch.learner.name,
      "cmi.mode": launch.mode,
      "cmi.credit": credit,
      "cmi.entry": entry,
      "cmi.total_time": toInterval(launch.outcome.total_time_cs),
      "cmi.scaled_passing_score": launch.game.mastery_score,
      "cmi.time_limit_action": launch.game.time_limit_action,
      "cmi.max_time_allowed": launch.game.max_time_allowed,
      "cmi.launch_data": launch.game.launch_data,
    }),
  },
};

/** Loads scorm-again for SCOs of `standard`; a plain web page needs none. */
export async function loadRuntime(standard) {
  if (standard in STANDARDS) await loadScript(new URL(STANDARDS[standard].script, import.meta.url));
}

/** Opens a run-time for one SCO; `notify(event)` is told "set", "commit" and "finish" after each. */
export function startRuntime(launch, notify) {
  const standard = STANDARDS[launch.game.standard];
  return standard ? new Runtime(launch, standard, notify) : new WebPage(notify, launch.game.id !== "");
}

class Runtime {
  /** Where the SCO asks to go once it has finished (SCORM 2004, adl.nav.request). */
  navigation = "";
  #standard;
  #inner;
  #notify;
  #calls;
  #finished = false;
  #changes = {};
  #reportedTime = null;
  #startedAt = performance.now();
  #api;

  constructor(launch, standard, notify) {
    this.#standard = standard;
    this.#calls = standard.calls;
    this.#notify = notify;
    this.#inner = new window[standard.factory]({ autocommit: false, lmsCommitUrl: false, logLevel: "NONE" });
    this.#preload(launch);
    this.gameStandard = launch.game.standard;
    this.#api = window[standard.name] = this.#wall();
  }

  get isFinished() {
    return this.#finished;
  }

  outcome() {
    return outcomeOf(this.gameStandard, (element) => String(this.#inner.getCMIValue(element) ?? ""));
  }

  /** The length of this session: what the game says where it says so, else our own clock. */
  sessionTime() {
    const measured = Math.round((performance.now() - this.#startedAt) / 10);
    return Math.min(this.#reportedTime ?? measured, LONGEST_SESSION);
  }

  /** The elements set since the last call. */
  takeChanges() {
    const changes = this.#changes;
    this.#changes = {};
    return changes;
  }

  /** Ends the attempt, which a game may have left without doing so itself, and takes the API away. */
  end() {
    if (this.#inner.isInitialized()) this.#finish("");
    if (window[this.#standard.name] === this.#api) delete window[this.#standard.name];
  }

  #preload(launch) {
    const state = launch.state;
    // LMSs say `ab-initio` wrongly, so what we hold decides alone.
    const entry = Object.keys(state).length ? "resume" : "ab-initio";
    const credit = launch.mode === "normal" ? "credit" : "no-credit";
    const given = this.#standard.given(launch, entry, credit);
    for (const [element, value] of [...Object.entries(state).sort(byElement), ...Object.entries(given)]) {
      if (value === null || value === "") continue;
      try {
        this.#inner.setCMIValue(element, String(value));
      } catch (error) {
        console.warn(`Obole: ${element} could not be given to the game.`, error);
      }
    }
  }

  #wall() {
    const { initialize, finish, get, set, commit, error, explain, diagnose } = this.#calls;
    const inner = this.#inner;
    return Object.freeze({
      [initialize]: (argument) => inner[initialize](argument),
      [finish]: (argument) => this.#finish(argument),
      [get]: (element) => (this.#isShut() ? this.#refuse(this.#standard.closed, "") : inner[get](element)),
      [set]: (element, value) => this.#set(element, value),
      [commit]: (argument) => this.#commit(argument),
      [error]: () => inner[error](),
      [explain]: (code) => inner[explain](code),
      [diagnose]: (code) => inner[diagnose](code),
    });
  }

  #set(element, value) {
    if (this.#isShut()) return this.#refuse(this.#standard.closed, "false");
    // One character that no database keeps would stop every later save.
    const text = String(value).toWellFormed().replaceAll("\0", "");
    if (text.length > (this.#standard.limits[element] ?? Infinity)) return this.#refuse("405", "false");
    const result = this.#inner[this.#calls.set](element, text);
    if (result === "true") {
      this.#note(element, text);
      this.#notify("set");
    }
    return result;
  }

  // How a session ended and how long it took belong to the session: they are no state to resume.
  #note(element, text) {
    if (element === "adl.nav.request") this.navigation = text;
    else if (element === this.#standard.sessionTime) this.#reportedTime = toCentiseconds(text);
    else if (element !== this.#standard.exit && element.startsWith("cmi.")) this.#changes[element] = text;
  }

  #commit(argument) {
    if (this.#isShut()) return this.#refuse(this.#standard.closed, "false");
    const result = this.#inner[this.#calls.commit](argument);
    if (result === "true") this.#notify("commit");
    return result;
  }

  #finish(argument) {
    if (this.#isShut()) return this.#refuse(this.#standard.closed, "false");
    const result = this.#inner[this.#calls.finish](argument);
    if (result === "true") {
      this.#finished = true;
      this.#notify("finish");
    }
    return result;
  }

  #isShut() {
    return this.#finished && this.#standard.closed !== null;
  }

  #refuse(code, answer) {
    this.#inner.lastErrorCode = code;
    return answer;
  }
}

/**
 * A plain web page reports nothing, whether it is a game or an asset among its SCOs. It is completed
 * once it has been opened, for nothing further will ever be known of it; only its time is.
 */
class WebPage {
  isFinished = false;
  navigation = "";
  #startedAt = performance.now();
  #isOpened = false;
  #frame = document.getElementById("game");
  #notify;
  #isAsset;
  #hear = () => this.#load();

  constructor(notify, isAsset) {
    this.#notify = notify;
    this.#isAsset = isAsset;
    this.#frame.addEventListener("load", this.#hear);
  }

  outcome() {
    const completion = this.#isOpened ? "completed" : "incomplete";
    return { completion, success: "unknown", score: null, location: "" };
  }

  sessionTime() {
    return Math.min(Math.round((performance.now() - this.#startedAt) / 10), LONGEST_SESSION);
  }

  takeChanges() {
    return {};
  }

  // Not every browser tells that a PDF or a download was opened: an asset that is left was.
  end() {
    this.#frame.removeEventListener("load", this.#hear);
    if (this.#isAsset) this.#open();
  }

  // What a browser shows in place of a page it could not load is of another origin.
  #load() {
    const address = this.#frame.contentDocument?.URL ?? "about:blank";
    if (address !== "about:blank") this.#open();
  }

  #open() {
    if (this.#isOpened) return;
    this.#isOpened = true;
    this.#notify("commit");
  }
}

// Collections grow by their next number, an `id` before the rest: 2 before 10, id and type first.
function byElement([one], [other]) {
  const order = (element) => element.replace(/\.id$/, ".!").replace(/\.type$/, ".!type");
  return order(one).localeCompare(order(other), "en", { numeric: true });
}

function loadScript(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${url} did not load`));
    document.head.append(script);
  });
}

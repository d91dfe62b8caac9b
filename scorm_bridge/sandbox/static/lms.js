// The run-time of the sandbox LMS: scorm-again, made as strict and as odd as LMSs were measured to be.
(function () {
  "use strict";

  const facts = JSON.parse(document.getElementById("facts").textContent);
  const { standard, given, record } = facts;
  const quirks = (window.quirks = new Set(facts.quirks));
  const SAVED_AFTER = 1000; // ms, where a commit is answered before it is saved

  const STANDARDS = {
    scorm12: {
      api: "API",
      factory: "Scorm12API",
      finish: "LMSFinish",
      get: "LMSGetValue",
      set: "LMSSetValue",
      commit: "LMSCommit",
      error: "LMSGetLastError",
      others: ["LMSInitialize", "LMSGetLastError", "LMSGetErrorString", "LMSGetDiagnostic"],
      limits: { "cmi.suspend_data": 4096 },
      time: /^\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?$/,
      score: /^cmi\.core\.score\./,
      totalTime: "cmi.core.total_time",
      mode: "cmi.core.lesson_mode",
    },
    scorm2004: {
      api: "API_1484_11",
      factory: "Scorm2004API",
      finish: "Terminate",
      get: "GetValue",
      set: "SetValue",
      commit: "Commit",
      error: "GetLastError",
      others: ["Initialize", "GetLastError", "GetErrorString", "GetDiagnostic"],
      limits: { "cmi.suspend_data": 64000, "cmi.location": 1000 },
      time: /^P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?$/,
      score: /^cmi\.score\.raw/,
      totalTime: "cmi.total_time",
      mode: "cmi.mode",
    },
  };

  const names = STANDARDS[standard];
  const runtime = new window[names.factory]({ autocommit: false, logLevel: "NONE" });
  runtime.loadFromFlattenedJSON(given);
  let sent = elements();
  const changed = new Set();
  let calls = [];
  let made = 0;
  let sends = 0;
  let isLeaving = false;
  let isGone = false;

  function elements() {
    const entries = Object.entries(runtime.getFlattenedCMI());
    return Object.fromEntries(entries.filter(([, value]) => typeof value === "string"));
  }

  function limitOf(element) {
    if (element === "cmi.suspend_data" && quirks.has("roomy-suspend-data")) return 64000;
    return names.limits[element] || Infinity;
  }

  function set(element, value) {
    const text = String(value);
    const isTooLong = text.length > limitOf(element);
    const isNoTime = element.endsWith("session_time") && (quirks.has("odd-times") || !names.time.test(text));
    if (isTooLong || isNoTime) {
      runtime.lastErrorCode = standard === "scorm12" ? "405" : "406";
      return "false";
    }
    // An empty score is kept as 0 (as measured).
    return runtime[names.set](element, names.score.test(element) && text === "" ? "0" : text);
  }

  // A score comes back as a number (as measured).
  function get(element) {
    const value = runtime[names.get](element);
    if (element === names.totalTime && quirks.has("odd-times")) return "90";
    if (element === names.mode && quirks.has("spelled-mode")) return `${value[0].toUpperCase()}${value.slice(1)} `;
    return names.score.test(element) && value !== "" ? Number(value) : value;
  }

  function commit(argument) {
    const result = runtime[names.commit](argument);
    return result === "true" ? save({}) : result;
  }

  function finish(argument) {
    const core = runtime.cmi.core;
    // SCORM 1.2: an attempt in which nothing was set counts as completed, in preview too (as measured).
    if (core && runtime.isInitialized() && core.lesson_status === "not attempted") core.lesson_status = "completed";
    const result = runtime[names.finish](argument);
    return result === "true" ? save({ [names.totalTime]: runtime.cmi.getCurrentTotalTime() }) : result;
  }

  function save(more) {
    if (quirks.has("saves-nothing")) return "true";
    if (!quirks.has("saves-later")) return send(more);
    setTimeout(() => send(more), SAVED_AFTER);
    return "true";
  }

  // Values are marked as sent before they are, and an LMS out of reach is not noticed (as measured).
  function send(more) {
    const unsent = calls;
    const body = pack({ ...changes(), ...more });
    if (isLeaving) return String(navigator.sendBeacon(record, body));
    const request = new XMLHttpRequest();
    request.open("POST", record, false);
    try {
      request.send(body);
    } catch {
      navigator.sendBeacon(record, body);
      calls = unsent;
      return "true";
    }
    if (request.status < 400) return "true";
    runtime.lastErrorCode = "101";
    return "false";
  }

  // Beacons overtake each other, so each repeats those before it and the record keeps the last.
  function changes() {
    const now = elements();
    if (!isLeaving) changed.clear();
    Object.keys(now).forEach((name) => sent[name] === now[name] || changed.add(name));
    sent = now;
    return Object.fromEntries([...changed].map((name) => [name, now[name]]));
  }

  function pack(changes) {
    if (changes) sends += 1;
    const body = JSON.stringify({ number: sends, changes, calls, isGone, quirks: [...quirks] });
    calls = [];
    return body;
  }

  // Unlike the elements, the calls are ours: they are kept until they have arrived.
  function sendCalls() {
    if (!calls.length) return;
    const unsent = calls;
    if (isLeaving) return navigator.sendBeacon(record, pack(null));
    fetch(record, { method: "POST", body: pack(null), keepalive: true }).catch(() => (calls = [...unsent, ...calls]));
  }

  function traced(name, run) {
    return (...args) => {
      const result = run(...args);
      made += 1;
      const error = String(runtime.lastErrorCode);
      calls.push({ number: made, time: new Date().toISOString(), function: name, args, result, error });
      if (isLeaving) sendCalls();
      return loosened(name, result);
    };
  }

  function loosened(name, result) {
    if (quirks.has("null-values") && result === "") return null;
    if (!quirks.has("booleans")) return result;
    if (name === names.error) return Number(result);
    return result === "true" || (result === "false" ? false : result);
  }

  const api = {
    [names.set]: traced(names.set, set),
    [names.get]: traced(names.get, get),
    [names.commit]: traced(names.commit, commit),
    [names.finish]: traced(names.finish, finish),
  };
  names.others.forEach((name) => (api[name] = traced(name, (argument) => runtime[name](argument))));
  if (quirks.has("no-error-codes")) names.others.forEach((name) => name.includes("Get") && delete api[name]);
  window[names.api] = api;

  if (quirks.has("null-opener")) window.opener = null;
  setInterval(sendCalls, 250);
  ["beforeunload", "pagehide"].forEach((event) => {
    window.addEventListener(event, () => {
      isLeaving = true;
      isGone = event === "pagehide";
      sendCalls();
    });
  });
})();

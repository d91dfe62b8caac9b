/*
 * The page of an Obole package, protocol version 1.
 * It stays in an LMS for years, so it decides nothing: it finds the LMS's API, opens the player in
 * a frame, and lets it read and write the few elements below through a MessagePort.
 * window.OBOLE_LOG keeps the last calls, for whoever has to find out what an LMS did; the player
 * may read them, and Ctrl+Alt+D shows them here, without who the learner is.
 */
(function () {
  "use strict";

  // A standard is an entry of this table and nothing else.
  const STANDARDS = {
    scorm12: {
      api: "API", initialize: "LMSInitialize", finish: "LMSFinish", commit: "LMSCommit",
      get: "LMSGetValue", set: "LMSSetValue", error: "LMSGetLastError",
      learnerId: "cmi.core.student_id", learnerName: "cmi.core.student_name", mode: "cmi.core.lesson_mode",
      status: "cmi.core.lesson_status", untouched: ["not attempted", ""], exit: "cmi.core.exit",
      readable: ["cmi.core.student_id", "cmi.core.student_name", "cmi.core.lesson_mode", "cmi.core.credit",
        "cmi.core.entry", "cmi.core.total_time", "cmi.student_data.mastery_score", "cmi.student_preference.language"],
      // What is writable is readable too, as far as the standard lets it.
      writable: ["cmi.core.lesson_status", "cmi.core.lesson_location", "cmi.core.score.raw", "cmi.core.score.min",
        "cmi.core.score.max", "cmi.core.exit", "cmi.core.session_time", "cmi.suspend_data"]
    },
    scorm2004: {
      api: "API_1484_11", initialize: "Initialize", finish: "Terminate", commit: "Commit",
      get: "GetValue", set: "SetValue", error: "GetLastError",
      learnerId: "cmi.learner_id", learnerName: "cmi.learner_name", mode: "cmi.mode",
      status: "cmi.completion_status", untouched: ["unknown", "not attempted", ""], exit: "cmi.exit",
      readable: ["cmi.learner_id", "cmi.learner_name", "cmi.mode", "cmi.credit", "cmi.entry", "cmi.total_time",
        "cmi.scaled_passing_score", "cmi.completion_threshold", "cmi.learner_preference.language"],
      writable: ["cmi.completion_status", "cmi.success_status", "cmi.progress_measure", "cmi.location",
        "cmi.score.scaled", "cmi.score.raw", "cmi.score.min", "cmi.score.max", "cmi.exit", "cmi.session_time",
        "cmi.suspend_data", "adl.nav.request"]
    }
  };

  const TEXTS = {
    en: {
      opening: "The game is opening.",
      noApi: "Your training platform did not answer, so the game was not opened. Open it again from your course; if this stays, tell whoever runs the platform.",
      broken: "This package is incomplete. Tell whoever runs the platform to upload it again."
    },
    fr: {
      opening: "Le jeu s’ouvre.",
      noApi: "Votre plateforme de formation n’a pas répondu : le jeu n’a pas été ouvert. Rouvrez-le depuis votre cours ; si cela persiste, prévenez la personne qui gère la plateforme.",
      broken: "Ce package est incomplet. Demandez à la personne qui gère la plateforme de l’importer à nouveau."
    },
    es: {
      opening: "El juego se está abriendo.",
      noApi: "Tu plataforma de formación no ha respondido, por eso el juego no se ha abierto. Ábrelo de nuevo desde tu curso; si sigue igual, avisa a quien gestiona la plataforma.",
      broken: "Este paquete está incompleto. Pide a quien gestiona la plataforma que lo suba de nuevo."
    }
  };

  const config = window.OBOLE || {};
  const language = String(config.language || "en").slice(0, 2);
  const texts = TEXTS[language] || TEXTS.en;
  const standard = STANDARDS[config.standard];
  const log = (window.OBOLE_LOG = []);
  let api = null, frame = null, isReadOnly = false, isFinished = false;
  let exit = "suspend"; // unless the player says that the game is done

  function say(sentence) {
    document.getElementById("status").textContent = sentence;
  }

  function findIn(start) {
    let place = start;
    for (let step = 0; place && step < 50; step += 1) {
      try {
        if (place[standard.api]) return place[standard.api];
      } catch (error) { /* another origin; its parents may still be ours */ }
      if (place === place.parent) return null;
      place = place.parent;
    }
    return null;
  }

  function findApi() {
    let opener = null;
    try {
      opener = window.top.opener;
    } catch (error) { /* another origin */ }
    return findIn(window.parent) || findIn(window.opener) || findIn(opener);
  }

  // Gives {value, error}; error is "0" where the LMS was content. Some say null for empty.
  function call(name, ...values) {
    const entry = { at: new Date().toISOString(), call: standard[name], values: values };
    try {
      entry.value = String(api[standard[name]](...values) ?? "");
      entry.error = lastError();
    } catch (error) {
      entry.value = "";
      entry.error = "obole:" + error.message;
    }
    log.push(entry);
    if (log.length > 50) log.shift();
    return entry;
  }

  // An LMS without this function has still answered.
  function lastError() {
    try {
      return String(api[standard.error]() ?? "");
    } catch (error) {
      return "obole:" + error.message;
    }
  }

  function order(name) {
    const answer = call(name, "");
    return { ok: answer.value === "true", error: answer.error };
  }

  function finish() {
    if (isFinished) return { ok: true, error: "0" };
    isFinished = true;
    return order("finish");
  }

  const requests = {
    get(request) {
      const values = {};
      request.names.forEach((name) => {
        const isKnown = standard.readable.includes(name) || standard.writable.includes(name);
        if (isKnown) values[name] = call("get", name).value;
      });
      return { ok: true, values: values };
    },
    set(request) {
      const errors = {};
      Object.keys(request.values).forEach((name) => {
        if (!standard.writable.includes(name)) return (errors[name] = "obole:refused");
        const value = String(request.values[name]);
        const answer = call("set", name, value);
        if (answer.value !== "true") errors[name] = answer.error;
        else if (name === standard.exit) exit = value;
      });
      return { ok: true, errors: errors, commit: request.commit ? order("commit") : null };
    },
    finish: finish,
    log() {
      return { ok: true, calls: log.map(masked) };
    }
  };

  function masked(entry) {
    const isPersonal = [standard.learnerId, standard.learnerName].includes(entry.values[0]);
    return Object.assign({}, entry, isPersonal && entry.value ? { value: "(hidden)" } : {});
  }

  function answer(request) {
    const handle = Object.prototype.hasOwnProperty.call(requests, request.call) && requests[request.call];
    if (!handle) return { ok: false, error: "obole:unknown" };
    if (!["get", "log"].includes(request.call) && isReadOnly) return { ok: false, error: "obole:read-only" };
    if (request.call === "set" && isFinished) return { ok: false, error: "obole:finished" };
    return handle(request);
  }

  function greet(event) {
    if (!frame || event.source !== frame.contentWindow || !event.data) return;
    // A page that refuses asks for it, and that is of another origin than the player.
    if (event.data.obole === "log") return showLog();
    if (event.data.obole !== "hello" || event.origin !== config.player) return;
    const channel = new MessageChannel();
    channel.port1.onmessage = (message) => {
      channel.port1.postMessage(Object.assign(answer(message.data), { id: message.data.id }));
    };
    const offer = { obole: "port", version: 1, standard: config.standard };
    frame.contentWindow.postMessage(offer, config.player, [channel.port2]);
  }

  function append(tag, parent, properties) {
    const element = Object.assign(document.createElement(tag), properties);
    parent.append(element);
    return element;
  }

  // Shown over whatever is here, and taken away again.
  function showLog() {
    const shown = document.getElementById("log");
    if (shown) return shown.remove();
    const lines = log.map(masked).map((entry) =>
      entry.at + " " + entry.call + "(" + entry.values.join(", ") + ") = " + entry.value + " [" + entry.error + "]");
    const text = [navigator.userAgent, config.standard + ", " + (api ? "API found" : "no API")].concat(lines).join("\n");
    append("pre", document.body, { id: "log", tabIndex: 0, textContent: text }).focus();
  }

  function hearKey(event) {
    const isKey = event.ctrlKey && event.altKey && event.code === "KeyD";
    if (isKey || (event.key === "Escape" && document.getElementById("log"))) showLog();
  }

  // A POST keeps the learner's name out of every address, and this page where it is.
  function openPlayer(fields) {
    const target = "obole-player";
    frame = append("iframe", document.body, { name: target, title: document.title, allow: "fullscreen *; autoplay *" });
    const form = append("form", document.body, { method: "post", action: config.launch, target: target, hidden: true });
    Object.keys(fields).forEach((name) => append("input", form, { name: name, value: fields[name] }));
    form.submit();
    form.remove();
    document.body.className = "opened";
  }

  function begin() {
    call("initialize", "");
    // LMSs spell it in letters of either case, and some with blanks around.
    const mode = call("get", standard.mode).value.trim().toLowerCase() || "normal";
    isReadOnly = mode === "browse" || mode === "review";
    // Some LMSs complete an attempt in which nothing was set: mark it begun before anything else.
    if (!isReadOnly && standard.untouched.includes(call("get", standard.status).value)) {
      call("set", standard.status, "incomplete");
      order("commit");
    }
    return {
      token: config.token,
      learner_id: call("get", standard.learnerId).value,
      learner_name: call("get", standard.learnerName).value,
      mode: mode,
      standard: config.standard
    };
  }

  // `pagehide` alone is too late: a reload reads its data before what is sent then has landed.
  function suspend() {
    if (isReadOnly || isFinished || exit !== "suspend") return;
    call("set", standard.exit, exit);
    order("commit");
  }

  function start() {
    document.documentElement.lang = language;
    document.title = config.title || "Obole";
    window.addEventListener("keydown", hearKey);
    if (!standard || !config.launch) return say(texts.broken);
    api = findApi();
    if (!api) return say(texts.noApi);
    say(texts.opening);
    window.addEventListener("message", greet);
    window.addEventListener("beforeunload", suspend);
    window.addEventListener("pagehide", () => isReadOnly || finish());
    openPlayer(begin());
  }

  start();
})();

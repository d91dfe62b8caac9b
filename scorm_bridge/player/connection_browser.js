// What the browser and the network let a game do in the place that the LMS gives it.

const LEAST = { width: 320, height: 400 }; // CSS pixels; a phone's frame was measured 367 wide
const SAVE = 60 * 1024; // characters; the most that a player sends at once
const SLOW = 2000; // ms
const ANSWER_WITHIN = 20_000; // ms

export async function* browserChecks(facts) {
  yield frame();
  yield scripts();
  yield storage();
  yield await network(facts);
  yield fullScreen();
  yield { check: "popups", state: "note", said: "popups.unknown", values: { host: facts.host } };
}

function frame() {
  const values = { width: window.innerWidth, height: window.innerHeight };
  if (values.width < LEAST.width || values.height < LEAST.height) {
    return { check: "frame", state: "warn", said: "frame.small", values: { ...values, least: `${LEAST.width} × ${LEAST.height}` } };
  }
  // We are in the frame of the package's page: what tells is where that page is.
  const said = window.parent === window.top ? "frame.window" : "frame.embedded";
  return { check: "frame", state: "ok", said, values };
}

// That this runs at all says the most; the rest is what the player calls and older browsers lack.
function scripts() {
  const needed = [String.prototype.toWellFormed, window.AbortSignal?.timeout, window.MessageChannel];
  const isRecent = needed.every((one) => typeof one === "function");
  return isRecent
    ? { check: "scripts", state: "ok", said: "scripts.run" }
    : { check: "scripts", state: "fail", said: "scripts.old" };
}

// Nothing of ours needs it, so it is no flaw where it is blocked; of a game nobody can know.
function storage() {
  const said = keepsStorage() && keepsCookies() ? "storage.open" : "storage.blocked";
  return { check: "storage", state: "ok", said };
}

function keepsStorage() {
  try {
    window.localStorage.setItem("obole-test", "1");
    window.localStorage.removeItem("obole-test");
    return true;
  } catch {
    return false;
  }
}

function keepsCookies() {
  try {
    document.cookie = "obole-test=1; SameSite=None; Secure; max-age=60";
    const isKept = document.cookie.includes("obole-test=1");
    document.cookie = "obole-test=; SameSite=None; Secure; max-age=0";
    return isKept;
  } catch {
    return false;
  }
}

async function network({ echo, host }) {
  const began = performance.now();
  const of = (state, said, more) => ({ check: "network", state, said, values: { host, ...more } });
  try {
    const answer = await fetch(echo, { method: "POST", body: "x".repeat(SAVE), signal: AbortSignal.timeout(ANSWER_WITHIN) });
    const ms = Math.round(performance.now() - began);
    if (!answer.ok) return of("fail", "network.refused", { status: answer.status });
    return ms > SLOW ? of("warn", "network.slow", { ms }) : of("ok", "network.fast", { ms });
  } catch {
    return of("fail", "network.cut", {});
  }
}

function fullScreen() {
  return document.fullscreenEnabled
    ? { check: "fullscreen", state: "ok", said: "fullscreen.allowed" }
    : { check: "fullscreen", state: "warn", said: "fullscreen.denied" };
}

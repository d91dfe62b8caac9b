// What the administrator reads: a line for each check, then what it comes to, with a code.
// A result is { check, state, said, values, detail }: state is ok, warn, fail or note; `said` names
// the sentence, and where there is one the advice.

const SIGNS = { fail: "✕", warn: "!", ok: "✓", note: "i" };
const place = (id) => document.getElementById(id);

export class Sheet {
  #texts;
  #results = [];

  constructor(texts) {
    this.#texts = texts;
  }

  get hasFailed() {
    return this.#of("fail").length > 0;
  }

  add(result) {
    const line = this.#line(result);
    this.#results.push({ ...result, line });
    place("checks").append(line);
  }

  /** Says in one sentence what it comes to; what has to be looked at is moved to the top. */
  sum() {
    place("checks").prepend(...["fail", "warn"].flatMap((state) => this.#of(state).map(({ line }) => line)));
    const key = this.#verdict();
    const names = (state) => this.#of(state).map(({ check }) => this.#texts.checks[check]).join(", ");
    place("summary").dataset.state = { fail: "fail", warn: "warn", ok: "ok", read_only: "note" }[key];
    place("summary").textContent = filled(this.#texts.sums[key], { failed: names("fail"), warned: names("warn") });
    place("code").textContent = this.#code(key);
  }

  #verdict() {
    if (this.hasFailed) return "fail";
    if (this.#results.some(({ said }) => said === "mode.other")) return "read_only";
    return this.#of("warn").length ? "warn" : "ok";
  }

  // What support looks up: of a failure the checks that failed.
  #code(key) {
    const failed = this.#of("fail").map(({ check }) => check);
    return `connection-${key === "fail" ? failed.join("+") : key.replace("_", "-")}`;
  }

  #of(state) {
    return this.#results.filter((result) => result.state === state);
  }

  #line({ check, state, said, values = {}, detail = "" }) {
    const line = element("li", { className: "check" });
    line.dataset.state = state;
    line.dataset.check = check;
    const sign = element("span", { className: "sign", textContent: SIGNS[state] });
    sign.setAttribute("aria-hidden", "true");
    const name = element("h2", { textContent: `${this.#texts.checks[check]} – ${this.#texts.states[state]}` });
    line.append(sign, name, element("p", { textContent: filled(this.#texts.said[said], values) }));
    const advice = this.#texts.advice[said];
    if (advice) line.append(element("p", { className: "advice", textContent: filled(advice, values) }));
    if (detail) line.append(element("p", { className: "detail", textContent: detail }));
    return line;
  }
}

function element(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

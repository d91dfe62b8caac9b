// What whoever helps a learner needs to know, opened with Ctrl+Alt+D. It names no learner.

import { meaning } from "./error_codes.js";
import { isStorageBlocked } from "./storage.js";

export class Diagnostic {
  #launch;
  #stand;
  #dialog = null;
  #report;
  #copied;

  /** `stand()` gives how things are now: `link` (or null) and `commits`, where there are some. */
  constructor(launch, stand) {
    this.#launch = launch;
    this.#stand = stand;
  }

  /** Hears the key in `view` and in all frames in it, now and later: each hears only its own keys. */
  listenTo(view) {
    view.addEventListener("keydown", (event) => this.#hear(event));
    view.document.addEventListener("load", ({ target }) => this.#listenIn(target.contentWindow), true);
    for (let number = 0; number < view.length; number += 1) this.#listenIn(view[number]);
  }

  #listenIn(view) {
    try {
      if (view) this.listenTo(view);
    } catch {
      // A game may show a page of another origin, which is not ours to listen to.
    }
  }

  #hear(event) {
    if (!event.ctrlKey || !event.altKey || event.code !== "KeyD") return;
    event.preventDefault();
    this.#open();
  }

  async #open() {
    this.#dialog ??= this.#build();
    if (this.#dialog.open) return;
    const { link, commits } = this.#stand();
    const standard = link?.standard;
    this.#report.replaceChildren(list(this.#facts(link, commits)));
    this.#copied.textContent = "";
    this.#dialog.showModal();
    const answer = await link?.log();
    this.#report.append(answer?.ok ? table(answer.calls, standard) : unheard(link));
  }

  #build() {
    const { texts } = this.#launch;
    const title = element("h2", texts.diagnostic, { id: "diagnostic-title" });
    const dialog = element("dialog", "", { className: "diagnostic" });
    dialog.setAttribute("aria-labelledby", title.id);
    this.#report = element("div", "", { className: "diagnostic-report", lang: "en", tabIndex: 0 });
    this.#copied = element("span", "");
    this.#copied.setAttribute("role", "status");
    const copy = element("button", texts.diagnostic_copy, { type: "button", autofocus: true });
    const close = element("button", texts.diagnostic_close, { type: "button" });
    copy.addEventListener("click", () => this.#copy());
    close.addEventListener("click", () => dialog.close());
    const row = element("p", "", { className: "diagnostic-row" });
    row.append(copy, close, this.#copied);
    dialog.append(title, element("p", texts.diagnostic_intro), this.#report, row);
    document.body.append(dialog);
    return dialog;
  }

  #facts(link, commits) {
    const { code, mode, game, package: sent } = this.#launch;
    const facts = {
      Code: code,
      Time: new Date().toISOString(),
      Mode: mode,
      Game: game.standard,
      Package: sent?.standard ?? "none",
      LMS: link ? `answers in ${link.standard}` : "does not answer",
      Place: window.parent === window ? "a window" : "a frame",
      Storage: isStorageBlocked() ? "blocked" : "allowed",
      Network: navigator.onLine ? "online" : "offline",
      "Full screen": document.fullscreenEnabled ? "allowed" : "not allowed",
      Size: `${window.innerWidth} × ${window.innerHeight}`,
      Browser: navigator.userAgent,
      ...commits,
    };
    return Object.entries(facts).filter(([, value]) => value !== undefined);
  }

  async #copy() {
    const { texts } = this.#launch;
    let isCopied = true;
    try {
      await navigator.clipboard.writeText(this.#report.innerText);
    } catch {
      // An LMS's frame seldom lends the clipboard; what is selected may still be copied.
      getSelection().selectAllChildren(this.#report);
      isCopied = document.execCommand("copy");
    }
    this.#copied.textContent = texts[isCopied ? "diagnostic_copied" : "diagnostic_selected"];
  }
}

function list(facts) {
  const found = element("dl", "");
  facts.forEach(([name, value]) => found.append(element("dt", name), element("dd", `${value}`)));
  return found;
}

function table(calls, standard) {
  const found = element("table", "");
  found.append(element("caption", "The last calls to the LMS"));
  row(found, "th", ["Time", "Call", "Answer", "Error"]);
  for (const { at, call, values, value, error } of calls) {
    const time = at.slice(11, 19);
    const reason = meaning(standard, error);
    row(found, "td", [time, `${call}(${values.join(", ")})`, value, reason ? `${error}: ${reason}` : error]);
  }
  return found;
}

function row(table, kind, texts) {
  const found = element("tr", "");
  found.append(...texts.map((text) => element(kind, text)));
  table.append(found);
}

function unheard(link) {
  const older = "The package's page is of an earlier version, which does not tell its calls.";
  return element("p", link ? older : "The calls to the LMS are not known: it does not answer.");
}

function element(tag, text, properties = {}) {
  return Object.assign(document.createElement(tag), { textContent: text, ...properties });
}

// The steps of a game of several SCOs: a list beside the game, folded into a line where room is short.

const place = (id) => document.getElementById(id);

export class Menu {
  #texts;
  #titles;
  #choose;
  #buttons;
  #next = -1;

  /** `choose(at)` is called with the place of the step that the learner wants. */
  constructor(texts, titles, choose) {
    this.#texts = texts;
    this.#titles = titles.map((title, at) => title || filled(texts.step, { at: at + 1 }));
    this.#choose = choose;
    this.#buttons = this.#titles.map((title, at) => this.#add(title, at));
    place("menu").setAttribute("aria-label", texts.steps);
    place("menu").addEventListener("keydown", (event) => this.#press(event));
    place("menu").addEventListener("focusout", (event) => this.#lose(event));
    place("menu-toggle").addEventListener("click", () => this.#fold(this.#isOpen));
    place("menu-next").addEventListener("click", () => this.#take(this.#next));
    // A click in the game takes the focus into its frame, and is seen here only so.
    window.addEventListener("blur", () => this.#fold(true));
    place("menu").parentElement.classList.add("has-menu");
    place("menu").hidden = false;
  }

  /** Shows where each step stands, the one at `at` open, and offers `next` unless that is -1. */
  show(standings, at, next) {
    standings.forEach((standing, step) => this.#mark(this.#buttons[step], standing, step === at));
    const [title, all] = [this.#titles[at], this.#titles.length];
    write(place("menu-toggle"), filled(this.#texts.step_of, { at: at + 1, all, title }));
    this.#offer(next, `${title}: ${this.#texts[`step_${standings[at]}`]}.`);
  }

  get #isOpen() {
    return place("menu").classList.contains("is-open");
  }

  #add(title, at) {
    const button = document.createElement("button");
    const [name, standing] = ["menu-title", "menu-standing"].map((kind) => {
      const part = document.createElement("span");
      part.className = kind;
      return part;
    });
    name.textContent = title;
    button.type = "button";
    button.append(name, " ", standing);
    button.addEventListener("click", () => this.#take(at));
    place("menu-list").appendChild(document.createElement("li")).append(button);
    return button;
  }

  #mark(button, standing, isCurrent) {
    button.dataset.standing = standing;
    write(button.lastElementChild, this.#texts[`step_${standing}`]);
    if (isCurrent) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
  }

  // Said when there is a new offer; a live region that repeats itself is noise.
  #offer(next, news) {
    if (next === this.#next) return;
    this.#next = next;
    const offer = next < 0 ? "" : filled(this.#texts.step_next, { title: this.#titles[next] });
    place("menu-next").textContent = offer;
    place("menu-next").hidden = next < 0;
    place("menu-news").textContent = offer && `${news} ${offer}`;
  }

  #take(at) {
    this.#fold(true);
    this.#choose(at);
  }

  #fold(isFolded) {
    place("menu").classList.toggle("is-open", !isFolded);
    place("menu-toggle").setAttribute("aria-expanded", String(!isFolded));
    if (!isFolded) place("menu-list").querySelector("[aria-current]").scrollIntoView({ block: "nearest" });
  }

  #press(event) {
    if (event.key !== "Escape" || !this.#isOpen) return;
    this.#fold(true);
    place("menu-toggle").focus();
  }

  #lose(event) {
    if (event.relatedTarget && !place("menu").contains(event.relatedTarget)) this.#fold(true);
  }
}

// A game sets many values a second; what stays as it is is not drawn again.
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

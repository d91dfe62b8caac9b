// The page in the LMS's frame that opens the game in a window of its own, and carries what that
// window tells the LMS: to it, this page is what a package's page is to a player in a frame.

import { Diagnostic } from "./diagnostic.js";
import { greet } from "./link.js";

const LOOK_EVERY = 500; // ms
const WIDTH = 1280; // px, or what the screen has
const HEIGHT = 800;

// What is said, and what the two buttons are for.
const STATES = {
  asking: { open: "prompt_open" },
  opened: { said: "prompt_opened", open: "prompt_show" },
  closed: { said: "prompt_closed", open: "prompt_again" },
  blocked: { said: "prompt_blocked", open: "prompt_open", here: "prompt_here" },
  left: {},
};

const place = (id) => document.getElementById(id);

class Prompt {
  #launch;
  #link = null;
  #game = null;
  #state = null;

  constructor(launch) {
    this.#launch = launch;
  }

  async start() {
    place("open").addEventListener("click", () => this.#open());
    place("here").addEventListener("click", () => location.replace(this.#launch.opening.url));
    window.addEventListener("message", (event) => this.#hear(event));
    // A page in the background has slow timers; it is looked at again when the window is gone.
    setInterval(() => this.#look(), LOOK_EVERY);
    window.addEventListener("focus", () => this.#look());
    new Diagnostic(this.#launch, () => ({ link: this.#link })).listenTo(window);
    this.#show("asking", `prompt_${this.#launch.reason}`);
    place("open").focus();
    if (this.#launch.package) this.#link = await greet(this.#launch.package);
  }

  // The window is found by its name, so that the one that is there is used after a reload as well.
  #open() {
    if (this.#isOpen) return this.#game.focus();
    const { url, name } = this.#launch.opening;
    this.#game = window.open(url, name, features());
    this.#show(this.#game ? "opened" : "blocked");
  }

  get #isOpen() {
    return this.#game !== null && !this.#game.closed;
  }

  #look() {
    if (this.#state === "opened" && !this.#isOpen) this.#show("closed");
  }

  #hear({ source, origin, data }) {
    if (source === null || source !== this.#game || origin !== location.origin) return;
    if (data?.obole === "hello") this.#answer(source);
    if (data?.obole === "left") this.#leave(data.said);
  }

  // A window that was reloaded says hello again, and again until it is answered.
  #answer(game) {
    if (!this.#link) return;
    const { port1, port2 } = new MessageChannel();
    this.#link.relay(port1);
    const offer = { obole: "port", version: this.#launch.version, standard: this.#link.standard };
    game.postMessage(offer, location.origin, [port2]);
  }

  #leave(said) {
    this.#show("left", said, "close_page");
    // As in the player: only a window that a script opened can be closed by one.
    if (said !== "left_refused") window.top.close();
  }

  #show(state, ...said) {
    const { texts } = this.#launch;
    const { said: sentence, ...buttons } = STATES[state];
    this.#state = state;
    place("said").textContent = [sentence, ...said].map((key) => texts[key] ?? "").join(" ").trim();
    for (const id of ["open", "here"]) {
      place(id).textContent = texts[buttons[id]] ?? "";
      place(id).hidden = !buttons[id];
    }
  }
}

function features() {
  const width = Math.min(WIDTH, screen.availWidth);
  const height = Math.min(HEIGHT, screen.availHeight);
  return `popup,width=${width},height=${height}`;
}

new Prompt(JSON.parse(place("launch").textContent)).start();

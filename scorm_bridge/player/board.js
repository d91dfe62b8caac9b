// What the learner sees of the player: the state of saving, one notice, and the farewell.

import { leaveFullScreen, offerFullScreen } from "./full_screen.js";

const place = (id) => document.getElementById(id);

export class Board {
  #texts;
  #notices = new Map();

  constructor(texts) {
    this.#texts = texts;
  }

  /** Opens a page of the game in its frame, without a step in the browser's history. */
  showGame(href, title) {
    const frame = place("game");
    frame.addEventListener("load", () => place("state").dataset.state === "opening" && this.state(""), { once: true });
    frame.title = title;
    frame.contentWindow.location.replace(href);
  }

  focusGame() {
    place("game").focus();
  }

  /** Shows the button that leaves, labelled by the text `key`, and calls `leave` when it is pressed. */
  offerLeave(leave, key) {
    const button = place("leave");
    button.textContent = this.#texts[key];
    button.hidden = false;
    button.addEventListener("click", () => {
      button.disabled = true;
      leave();
    });
  }

  offerFullScreen() {
    offerFullScreen(place("fullscreen"), this.#texts);
  }

  /** Shows a word for the state of saving; none for an empty key. */
  state(key) {
    place("state").dataset.state = key;
    place("state").textContent = this.#texts[key] ?? "";
  }

  /** Puts up a notice; the newest is shown. `sentence` replaces the text of `key`. */
  notice(key, sentence = this.#texts[key]) {
    this.#notices.delete(key);
    this.#notices.set(key, sentence);
    this.#show();
  }

  withdraw(key) {
    if (this.#notices.delete(key)) this.#show();
  }

  /**
   * Empties the game's frame, so that it says its last words, and waits for it to be gone.
   * Gives false where it stayed, because the game asked the learner and the learner wanted to.
   */
  async unloadGame() {
    const frame = place("game");
    const gone = new Promise((resolve) => {
      frame.addEventListener("load", resolve, { once: true });
      setTimeout(resolve, 2000);
    });
    frame.contentWindow.location.replace("about:blank");
    await gone;
    return frame.contentDocument?.URL === "about:blank";
  }

  farewell(key, ...more) {
    leaveFullScreen();
    place("fullscreen").hidden = true;
    place("game").hidden = true;
    place("menu").hidden = true;
    place("leave").hidden = true;
    place("farewell-first").textContent = this.#texts[key];
    place("farewell-second").textContent = more.map((other) => this.#texts[other]).join(" ");
    place("farewell").hidden = false;
    place("farewell").focus();
  }

  // A live region speaks when its text changes; saying the same again would be noise.
  #show() {
    const sentence = [...this.#notices.values()].pop() ?? "";
    if (place("notice").textContent !== sentence) place("notice").textContent = sentence;
  }
}

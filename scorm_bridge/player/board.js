// What the learner sees of the player: the state of saving, one notice, and the farewell.

import { leaveFullScreen, offerFullScreen } from "./full_screen.js";

const place = (id) => document.getElementById(id);

export class Board {
  #texts;
  #back;
  #notices = new Set();

  /** `back` is the address that the farewell leads to, where it leads anywhere. */
  constructor(texts, back = null) {
    this.#texts = texts;
    this.#back = back;
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

  /** Says how many minutes may still be played. */
  timeLeft(minutes) {
    const key = minutes === 1 ? "time_left_last" : "time_left";
    place("left").textContent = this.#texts[key].replace("{minutes}", minutes);
  }

  /** Puts up the notice of a text; the newest is shown. */
  notice(key) {
    this.#notices.delete(key);
    this.#notices.add(key);
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
    if (this.#back && key !== "left_unsaved") this.#leadBack();
    place("farewell").hidden = false;
    place("farewell").focus();
  }

  #leadBack() {
    const link = place("farewell-back");
    link.textContent = this.#texts.campus_back;
    link.href = this.#back;
    link.hidden = false;
  }

  // A live region speaks when its text changes; saying the same again would be noise.
  #show() {
    const sentence = this.#texts[[...this.#notices].pop()] ?? "";
    if (place("notice").textContent !== sentence) place("notice").textContent = sentence;
  }
}

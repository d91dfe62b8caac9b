// The game as the player runs it: one SCO, which is the whole of it, or several with a menu.

import { Menu } from "./menu.js";
import { isDone, kept, readOutcome, rollUp, standing, UNTOUCHED, written } from "./rollup.js";
import { LONGEST_SESSION, loadRuntime, startRuntime } from "./runtime.js";

// What is kept of a SCO beside the elements it set itself; the bridge checks it (`scos.py`).
const OUTCOME = "obole.outcome";
const TIME = "obole.time";

/**
 * Opens the game, and gives what holds its run-time: `outcome()`, `sessionTime()`, `takeChanges()`,
 * `isFinished` and `end()`. `notify(event)` is told "set", "commit" and "finish" after each.
 */
export async function openGame(launch, board, notify) {
  await loadRuntime(launch.game.standard);
  const { scos, title } = launch.game;
  if (scos.length > 1) return new Scos(launch, board, notify);
  const runtime = startRuntime(told(launch, scos[0], launch.state, launch.outcome.total_time_cs), notify);
  board.showGame(scos[0].href, title);
  return runtime;
}

/** Several SCOs, one of them open at a time; each has state, time and outcome of its own. */
class Scos {
  isFinished = false; // only leaving ends it
  #launch;
  #board;
  #notify;
  #menu;
  #scos;
  #state;
  #at;
  #runtime;
  #timeBefore = 0;
  #changes = {};
  #isTurning = false;
  #hasEnded = false;

  constructor(launch, board, notify) {
    this.#launch = launch;
    this.#board = board;
    this.#notify = notify;
    this.#state = { ...launch.state };
    this.#scos = launch.game.scos.map((sco) => this.#remembered(sco));
    const titles = this.#scos.map(({ title }) => title);
    this.#menu = new Menu(launch.texts, titles, (at) => this.#turnTo(at));
    this.#enter(this.#first());
  }

  outcome() {
    return rollUp(this.#scos.map(({ outcome }) => outcome), this.#sco.id);
  }

  /** The length of this session: that of every SCO opened in it. */
  sessionTime() {
    return Math.min(this.#timeBefore + this.#runtime.sessionTime(), LONGEST_SESSION);
  }

  takeChanges() {
    this.#collect();
    const changes = this.#changes;
    this.#changes = {};
    return changes;
  }

  end() {
    this.#hasEnded = true;
    this.#runtime.end();
  }

  get #sco() {
    return this.#scos[this.#at];
  }

  #remembered(sco) {
    const [outcome, time] = [OUTCOME, TIME].map((name) => this.#state[`${sco.id}/${name}`]);
    return {
      ...sco,
      outcome: outcome ? readOutcome(outcome) : UNTOUCHED,
      time: Number(time ?? 0),
      isBegun: time !== undefined,
    };
  }

  // Where the learner was, unless that is done; else the first that is not.
  #first() {
    const isOpen = ({ outcome }) => !isDone(outcome);
    const left = this.#scos.findIndex((sco) => sco.id === this.#launch.outcome.location && isOpen(sco));
    return Math.max(left >= 0 ? left : this.#scos.findIndex(isOpen), 0);
  }

  #enter(at) {
    this.#at = at;
    const sco = this.#sco;
    sco.isBegun = true;
    const attempt = told(this.#launch, sco, this.#state, sco.time);
    this.#runtime = startRuntime(attempt, (event) => this.#hear(event));
    this.#board.showGame(sco.href, [this.#launch.game.title, sco.title].filter(Boolean).join(" – "));
    this.#showMenu();
  }

  async #turnTo(at) {
    if (this.#isTurning || this.#hasEnded || at === this.#at || !this.#scos[at]) return;
    this.#isTurning = true;
    await this.#change(at);
    this.#isTurning = false;
  }

  // The frame goes first: what a SCO says while it is unloaded is still its own.
  async #change(at) {
    const isGone = await this.#board.unloadGame();
    // Left meanwhile; or the SCO asked whether to stay, and the learner stayed.
    if (this.#hasEnded || !isGone) return;
    this.#exit();
    this.#enter(at);
    this.#notify("commit");
    this.#board.focusGame();
  }

  #exit() {
    this.#runtime.end();
    this.#track();
    this.#collect();
    const time = this.#runtime.sessionTime();
    this.#timeBefore += time;
    this.#sco.time += time;
  }

  #hear(event) {
    this.#track();
    this.#showMenu(event === "finish");
    this.#notify(event);
    if (event === "finish") this.#turnTo(this.#asked(this.#runtime.navigation));
  }

  // In a review every SCO stands where it was left.
  #track() {
    if (this.#launch.mode === "review") return;
    this.#sco.outcome = kept(this.#sco.outcome, this.#runtime.outcome());
  }

  #collect() {
    const sco = this.#sco;
    const own = {
      ...this.#runtime.takeChanges(),
      [OUTCOME]: written(sco.outcome),
      [TIME]: String(sco.time + this.#runtime.sessionTime()),
    };
    if (this.#launch.mode !== "normal") return;
    for (const [name, value] of Object.entries(own)) {
      this.#state[`${sco.id}/${name}`] = this.#changes[`${sco.id}/${name}`] = value;
    }
  }

  // SCORM 2004 SN, chapter 5: a SCO may ask to go on, back, or elsewhere once it has terminated.
  #asked(request) {
    const target = /^\{target=(.+)\}(?:choice|jump)$/.exec(request)?.[1];
    if (target) return this.#scos.findIndex(({ id }) => id === target);
    return { continue: this.#at + 1, previous: this.#at - 1 }[request];
  }

  #showMenu(hasFinished = false) {
    const { mode } = this.#launch;
    const words = this.#scos.map(({ outcome, isBegun }) => {
      const word = standing(outcome);
      return word === "untouched" && isBegun ? "begun" : word;
    });
    const isOver = hasFinished || (mode !== "review" && isDone(this.#sco.outcome));
    this.#menu.show(words, this.#at, isOver ? this.#next() : -1);
  }

  #next() {
    if (this.#launch.mode === "review") return this.#at + 1 < this.#scos.length ? this.#at + 1 : -1;
    const isOpen = ({ outcome }, at) => at !== this.#at && !isDone(outcome);
    const later = this.#scos.findIndex((sco, at) => at > this.#at && isOpen(sco, at));
    return later >= 0 ? later : this.#scos.findIndex(isOpen);
  }
}

// A run-time is told of its SCO what a launch tells of a game. In `state`, that of another version
// of the game may be left, with other SCOs.
function told(launch, sco, state, total_time_cs) {
  const prefix = sco.id && `${sco.id}/`;
  const own = Object.entries(state).filter(([name]) => name.startsWith(`${prefix}cmi.`));
  const elements = own.map(([name, value]) => [name.slice(prefix.length), value]);
  return { ...launch, game: sco, state: Object.fromEntries(elements), outcome: { total_time_cs } };
}

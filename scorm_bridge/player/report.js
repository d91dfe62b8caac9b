// What the LMS is told, through the package's page: compared at the start, then every change at once.

import {
  elementsOf,
  isSame,
  merge,
  nudged,
  outcomeOf,
  packageElements,
  rank,
  reported,
} from "./outcome.js";

const REPEAT_AFTER = 10_000; // ms between two tries with an LMS that answers "false"
const NOTHING = { completion: "unknown", success: "unknown", score: null, location: "" };

export class Report {
  #link;
  #names;
  #pointer;
  #reporting;
  #recorded = NOTHING;
  #told = {};
  #isReadOnly = false;
  #mayBeLost = false;
  #isKept = true;
  #repeatAt = 0;
  #next = null;
  #working = Promise.resolve(true);

  constructor(link, { pointer, reporting }) {
    this.#link = link;
    this.#pointer = pointer;
    this.#reporting = reporting;
    this.#names = packageElements(link.standard);
  }

  /** Reads what the LMS holds, and gives what of it belongs to this play. */
  async read() {
    const { statuses, score, progress = [], location, pointer, mode } = this.#names;
    const wanted = [statuses, Object.values(score), progress, location, pointer, mode].flat();
    const answer = await this.#link.get(wanted);
    if (!answer.ok) return NOTHING;
    const read = (element) => String(answer.values[element] ?? "");
    this.#isReadOnly = ["browse", "review"].includes(read(mode));
    this.#recorded = outcomeOf(this.#link.standard, read);
    this.#told = { ...answer.values };
    // Another pointer is an earlier play's: what is left of that must not complete this one.
    return read(pointer) === this.#pointer ? this.#recorded : NOTHING;
  }

  /** Whether the LMS holds less than `outcome`. */
  differs(outcome) {
    if (this.#isReadOnly) return false;
    const isKnown = isSame(reported(outcome, this.#reporting), this.#recorded);
    return !isKnown || this.#told[this.#names.pointer] !== this.#pointer;
  }

  /**
   * Writes `outcome`, with the session's time so far; newer calls overtake waiting ones. Time alone
   * is written with the last word only: an LMS may block its page for every commit.
   * Gives true where the LMS said that it kept what it was told.
   */
  write(outcome, { sessionTime, isOffline = false, isLast = false }) {
    if (this.#isReadOnly) return Promise.resolve(true);
    const isWaiting = this.#next !== null;
    this.#next = { outcome: reported(outcome, this.#reporting), sessionTime, isLast, isOffline: isOffline || Boolean(this.#next?.isOffline) };
    return isWaiting ? this.#working : this.#then(() => this.#writeNext());
  }

  /** Tells once more what may never have arrived; gives the same as `write`. */
  repeat(outcome, { sessionTime }) {
    if (!this.#mayBeLost || this.#isReadOnly || Date.now() < this.#repeatAt) return this.#working;
    this.#mayBeLost = false;
    return this.#then(() => this.#tellAgain(reported(outcome, this.#reporting), sessionTime));
  }

  async finish() {
    await this.#working;
    if (!this.#isReadOnly) await this.#link.finish();
  }

  #then(step) {
    this.#working = this.#working.then(step);
    return this.#working;
  }

  async #writeNext() {
    const { outcome, sessionTime, isOffline, isLast } = this.#next;
    this.#next = null;
    if (isLast && this.#mayBeLost && !isOffline) return this.#tellAgain(outcome, sessionTime);
    const elements = this.#elements(outcome, sessionTime);
    const news = Object.entries(elements).filter(([name, value]) => this.#told[name] !== value);
    if (!isLast && news.every(([name]) => name === this.#names.sessionTime)) return this.#isKept;
    if (rank(outcome) >= rank(this.#recorded)) this.#recorded = merge(this.#recorded, outcome);
    await this.#tell(news);
    if (isOffline) this.#mayBeLost = true;
    return this.#isKept;
  }

  // An LMS marks a value as sent before it is: only after another one is it sent again. Both are
  // under way before anything is waited for: a window that closes must not leave the other one there.
  async #tellAgain(outcome, sessionTime) {
    const elements = this.#elements(outcome, sessionTime);
    this.#mayBeLost = false;
    this.#link.set(nudged(this.#link.standard, elements));
    await this.#tell(Object.entries(elements));
    return this.#isKept;
  }

  async #tell(news) {
    const answer = await this.#link.set(Object.fromEntries(news));
    this.#isKept = answer.ok && answer.commit.ok;
    if (!this.#isKept) {
      this.#mayBeLost = true;
      this.#repeatAt = Date.now() + REPEAT_AFTER;
    }
    if (!answer.ok) return;
    // Told is told: a value the LMS refused would be refused again. Only status and score are
    // elements that every LMS must take (SCORM 1.2 RTE 3.4.4; all of them in 2004).
    Object.assign(this.#told, Object.fromEntries(news));
    const mandatory = [...this.#names.statuses, this.#names.score.raw];
    this.#isKept &&= !mandatory.some((name) => name in answer.errors);
  }

  #elements(outcome, sessionTime) {
    return {
      ...elementsOf(this.#link.standard, outcome, this.#recorded),
      [this.#names.pointer]: this.#pointer,
      [this.#names.exit]: this.#names.leaving(outcome),
      ...(sessionTime === null ? {} : { [this.#names.sessionTime]: this.#names.duration(sessionTime) }),
    };
  }
}

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

  /** Tells once more what was told while the network was away and may never have arrived. */
  repeat(outcome, { sessionTime }) {
    if (!this.#mayBeLost || this.#isReadOnly) return;
    this.#mayBeLost = false;
    this.#then(async () => {
      const elements = this.#elements(reported(outcome, this.#reporting), sessionTime);
      await this.#link.set(nudged(this.#link.standard, elements));
      return this.#tell(Object.entries(elements));
    });
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
    const elements = this.#elements(outcome, sessionTime);
    const news = Object.entries(elements).filter(([name, value]) => this.#told[name] !== value);
    if (!isLast && news.every(([name]) => name === this.#names.sessionTime)) return true;
    if (rank(outcome) >= rank(this.#recorded)) this.#recorded = merge(this.#recorded, outcome);
    const isKept = await this.#tell(news);
    if (isOffline || !isKept) this.#mayBeLost = true;
    return isKept;
  }

  async #tell(news) {
    const answer = await this.#link.set(Object.fromEntries(news));
    if (!answer.ok) return false;
    // Told is told: a value the LMS refused would be refused again. Only status and score are
    // elements that every LMS must take (SCORM 1.2 RTE 3.4.4; all of them in 2004).
    Object.assign(this.#told, Object.fromEntries(news));
    const mandatory = [...this.#names.statuses, this.#names.score.raw];
    return answer.commit.ok && !mandatory.some((name) => name in answer.errors);
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

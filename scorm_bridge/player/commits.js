// What goes to the bridge: one commit at a time, in order, kept in the page until it is acknowledged.

const KEEPALIVE_LIMIT = 60 * 1024; // bytes; a browser refuses `keepalive` above 64 KiB
const RETRIES = [1, 2, 4, 8, 15, 30]; // seconds
const ANSWER_WITHIN = 20_000; // ms
const SLOW = 400; // ms before "saving" is worth a word

export class Commits {
  #target;
  #tell;
  #sequence = 0;
  #pending = null;
  #sending = null;
  #isRunning = false;
  #failures = 0;
  #lastError;
  #wake = () => {};
  #idle = [];

  /** `tell(news)` hears "saving", "saved", "offline", "superseded" and, for good, "refused". */
  constructor(target, tell) {
    this.#target = target;
    this.#tell = tell;
    this.isRefused = false;
    window.addEventListener("online", () => this.#wake());
  }

  get isBehind() {
    return this.#failures > 0;
  }

  /** For a diagnostic: how many were sent, what waits, and what went wrong last. */
  get standing() {
    const isWaiting = Boolean(this.#pending || this.#sending);
    const state = this.isRefused ? "refused" : isWaiting ? "waiting" : "all saved";
    return { Commits: `${this.#sequence} sent, ${state}`, "Last error": this.#lastError };
  }

  /** Adds `changes` and the newest `facts` (outcome, session_time_cs, ended), and sends them. */
  add(changes, facts) {
    if (this.isRefused) return;
    this.#pending = join(this.#pending, { changes, facts });
    if (!this.#isRunning) this.#run();
  }

  /**
   * The last word of a page that is going away: all that is not acknowledged, at once and beside
   * whatever is under way. It repeats that, so the bridge may ignore the lower sequence.
   */
  addLast(changes, facts) {
    const last = join(join(this.#sending, this.#pending), { changes, facts });
    this.#pending = null;
    if (!this.isRefused) this.#post(last).catch(() => (this.#pending = join(last, this.#pending)));
  }

  /** Resolves once nothing is left to send: all of it acknowledged, or refused for good. */
  settled() {
    if (!this.#isRunning) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  async #run() {
    this.#isRunning = true;
    const slow = setTimeout(() => this.#tell("saving"), SLOW);
    while (this.#pending && !this.isRefused) {
      this.#sending = this.#pending;
      this.#pending = null;
      if (!(await this.#deliver(this.#sending))) this.#pending = join(this.#sending, this.#pending);
      this.#sending = null;
      if (this.#failures) await this.#pause();
    }
    clearTimeout(slow);
    this.#isRunning = false;
    this.#idle.splice(0).forEach((resolve) => resolve());
  }

  async #deliver(batch) {
    try {
      const answer = await this.#post(batch);
      const said = await answer.json();
      if (!answer.ok) return this.#giveUp(said.error);
      this.#failures = 0;
      this.#tell(said.owner ? "saved" : "superseded");
      return true;
    } catch (error) {
      this.#lastError = `${new Date().toISOString()} ${error.message}`;
      this.#failures += 1;
      this.#tell("offline");
      return false;
    }
  }

  // The bridge's sentence is for whoever helps: the learner is told in a language of theirs.
  #giveUp(sentence) {
    this.isRefused = true;
    this.#lastError = `${new Date().toISOString()} ${sentence}`;
    this.#failures = 0;
    this.#tell("refused");
    return false;
  }

  async #post({ changes, facts }) {
    const body = JSON.stringify({
      token: this.#target.token,
      sequence: ++this.#sequence,
      changes,
      ...facts,
    });
    const answer = await fetch(this.#target.url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
      keepalive: new Blob([body]).size < KEEPALIVE_LIMIT,
      signal: AbortSignal.timeout(ANSWER_WITHIN),
    });
    if (answer.status >= 500 || [408, 429].includes(answer.status)) throw new Error(`${answer.status}`);
    return answer;
  }

  #pause() {
    const seconds = RETRIES[Math.min(this.#failures, RETRIES.length) - 1];
    return new Promise((resolve) => {
      this.#wake = resolve;
      setTimeout(resolve, seconds * 1000);
    });
  }
}

function join(earlier, later) {
  if (!earlier || !later) return earlier || later;
  return { changes: { ...earlier.changes, ...later.changes }, facts: later.facts };
}

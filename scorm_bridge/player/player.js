// The player: runs the game and carries what it reports to the bridge, and to the LMS by the page around us.

import { watchTime } from "./allowance.js";
import { Board } from "./board.js";
import { Commits } from "./commits.js";
import { Diagnostic } from "./diagnostic.js";
import { openGame } from "./game.js";
import { greet, sayLeft, whenAlone } from "./link.js";
import { concluded, isCompleted, isSame, judged, merge, packageElements, rank } from "./outcome.js";
import { Report } from "./report.js";
import { LONGEST_SESSION } from "./runtime.js";
import { isStorageBlocked } from "./storage.js";

const STATE_AFTER = 1000; // ms from a value set without a commit to its saving
const LARGE = 16 * 1024; // characters; what is larger is saved when it is set
const LEAVE_WITHIN = 8000; // ms

class Player {
  #launch;
  #board;
  #commits;
  #game;
  #link = null;
  #report = null;
  #outcome;
  #allowance = null;
  #unsaved = {};
  #timer = null;
  #isGoing = false;
  #isLeaving = false;
  #hasLeft = false;

  constructor(launch) {
    this.#launch = launch;
    this.#board = new Board(launch.texts, launch.campus?.url);
    const { completion, success, score, location } = launch.outcome;
    this.#outcome = { completion, success, score, location };
    this.#commits = new Commits(launch.commit, (news) => this.#hear(news));
  }

  get #isScored() {
    return this.#launch.mode === "normal";
  }

  // Also in a review, where the bridge holds the play for open.
  get #mayLearn() {
    return this.#launch.commit.token !== "";
  }

  async open() {
    this.#board.state("opening");
    this.#listenForDiagnostic();
    if (this.#launch.mode === "browse") this.#board.notice("preview");
    if (this.#launch.mode === "review") this.#noticeReview();
    this.#game = await openGame(this.#launch, this.#board, (event) => this.#follow(event));
    this.#board.offerLeave(() => this.#leave(), this.#isScored ? "leave" : "leave_unsaved");
    this.#board.offerFullScreen();
    window.addEventListener("beforeunload", () => this.#goingSoon());
    window.addEventListener("pagehide", () => this.#going());
    window.addEventListener("pageshow", () => (this.#isGoing = false));
    this.#watchTime();
    // An older window may have finished one SCO of several: only here is that rolled up.
    if (this.#launch.game.scos.length > 1) this.#follow("set");
    await this.#meetLms();
  }

  // Of a launch from a Campus; a package's LMS gives no such time.
  #watchTime() {
    const left = this.#launch.campus?.left_cs ?? null;
    if (left === null) return;
    const say = (minutes) => this.#board.timeLeft(minutes);
    this.#allowance = watchTime(left * 10, say, () => this.#leave());
  }

  // The clock that ends a limited time is the one that counts: a game may report less, or none.
  #sessionTime() {
    if (!this.#allowance) return this.#game.sessionTime();
    return Math.min(this.#allowance.used(), LONGEST_SESSION);
  }

  #listenForDiagnostic() {
    const stand = () => ({ link: this.#link, commits: this.#commits.standing });
    new Diagnostic(this.#launch, stand).listenTo(window);
  }

  // The game does not wait for the LMS: the bridge alone holds its state.
  async #meetLms() {
    const { mode, package: sent } = this.#launch;
    if (!sent || mode === "browse") return;
    const link = await greet(sent);
    if (!link) return this.#board.notice("outside");
    this.#link = link;
    whenAlone(() => this.#goOnAlone());
    if (!packageElements(link.standard)) return;
    const report = new Report(link, sent);
    const recorded = await report.read();
    if (!this.#link) return; // gone meanwhile
    this.#report = report;
    if (this.#mayLearn && rank(recorded) > rank(this.#outcome)) this.#learn(recorded);
    if (this.#isScored || report.differs(this.#outcome)) this.#tellLms();
  }

  // Without a page of the LMS nobody listens; the bridge does, and tells the LMS at the next launch.
  #goOnAlone() {
    this.#link = this.#report = null;
    this.#board.withdraw("unrecorded");
    if (!this.#hasLeft) this.#board.notice("alone");
  }

  #follow(event) {
    if (!this.#isScored) return;
    Object.assign(this.#unsaved, this.#game.takeChanges());
    const outcome = this.#reached(event);
    const isNews = !isSame(outcome, this.#outcome);
    this.#outcome = outcome;
    if (this.#isGoing) return this.#saveLast();
    const isLarge = JSON.stringify(this.#unsaved).length > LARGE;
    this.#saveIn(event !== "set" || isNews || isLarge ? 0 : STATE_AFTER);
  }

  #reached(event) {
    const outcome = this.#judged(event);
    const hasEnded = this.#isGoing || event === "going" || this.#game.isFinished;
    return hasEnded ? concluded(outcome) : outcome;
  }

  // Under a pass mark a verdict waits for its score, which a game may set next, until it commits.
  #judged(event) {
    const passMark = this.#launch.package?.pass_mark ?? null;
    const outcome = merge(this.#outcome, this.#game.outcome());
    const isWaiting = passMark !== null && outcome.score === null && event === "set";
    if (isWaiting) return { ...outcome, success: this.#outcome.success };
    return judged(outcome, passMark, this.#outcome);
  }

  // A game sets several values in a row: they are saved together, once it has paused.
  #saveIn(delay) {
    if (this.#timer?.delay <= delay) return;
    clearTimeout(this.#timer?.id);
    this.#timer = { delay, id: setTimeout(() => this.#save(), delay) };
  }

  #save(facts = {}) {
    clearTimeout(this.#timer?.id);
    this.#timer = null;
    this.#commits.add(this.#takeUnsaved(), this.#facts(facts));
    this.#tellLms();
  }

  #saveLast() {
    this.#commits.addLast(this.#takeUnsaved(), this.#facts({ ended: true }));
  }

  #takeUnsaved() {
    const changes = { ...this.#unsaved, ...this.#game.takeChanges() };
    this.#unsaved = {};
    return changes;
  }

  #facts({ ended = this.#game.isFinished } = {}) {
    return { outcome: this.#outcome, session_time_cs: this.#sessionTime(), ended };
  }

  #learn(outcome) {
    this.#outcome = merge(this.#outcome, outcome);
    this.#commits.add({}, this.#facts());
    if (!this.#isScored) this.#noticeReview();
  }

  #noticeReview() {
    const isOver = isCompleted(this.#outcome);
    this.#board.notice(isOver ? "review" : "preview");
    if (isOver) this.#board.withdraw("preview");
  }

  async #tellLms(isLast = false) {
    if (!this.#report) return;
    const isOffline = !navigator.onLine || this.#commits.isBehind;
    const sessionTime = this.#sessionTimeForLms();
    this.#showKept(await this.#report.write(this.#outcome, { sessionTime, isOffline, isLast }));
  }

  #showKept(isKept) {
    if (isKept) this.#board.withdraw("unrecorded");
    else if (this.#report) this.#board.notice("unrecorded");
  }

  // A review adds no time; only what the LMS lacks of the result is written.
  #sessionTimeForLms() {
    return this.#isScored ? this.#sessionTime() : null;
  }

  #hear(news) {
    if (news === "saving") this.#board.state("saving");
    if (news === "offline") this.#loseConnection();
    if (news === "refused") this.#stopSaving();
    if (news === "superseded") this.#board.notice("superseded");
    if (news === "saved" || news === "superseded") this.#settle();
  }

  #loseConnection() {
    this.#board.state("unsaved");
    this.#board.notice("offline");
  }

  #stopSaving() {
    this.#board.state("unsaved");
    this.#board.withdraw("offline");
    this.#board.notice("refused");
  }

  #settle() {
    this.#board.withdraw("offline");
    this.#board.state(isCompleted(this.#outcome) ? "completed" : "saved");
    const sessionTime = this.#sessionTimeForLms();
    this.#report?.repeat(this.#outcome, { sessionTime }).then((isKept) => this.#showKept(isKept));
  }

  async #leave() {
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    if (this.#isScored) this.#board.state("saving");
    await this.#board.unloadGame();
    this.#game.end();
    if (this.#isScored) await this.#saveBeforeLeaving();
    await this.#report?.finish();
    this.#hasLeft = true;
    if (this.#launch.campus) return this.#goBack();
    this.#board.farewell(this.#farewell, "close");
    sayLeft(this.#farewell);
    // Only a window that a script opened can be closed by one; elsewhere this does nothing.
    if (!this.#commits.isRefused) window.top.close();
  }

  // Without a step in the history: from the Campus, "back" would lead into the game again.
  #goBack() {
    if (this.#commits.isRefused) return this.#board.farewell(this.#farewell);
    location.replace(this.#launch.campus.url);
  }

  async #saveBeforeLeaving() {
    this.#outcome = this.#reached("going");
    const impatience = setTimeout(() => this.#board.farewell("left_unsaved"), LEAVE_WITHIN);
    this.#save({ ended: true });
    await this.#commits.settled();
    clearTimeout(impatience);
    await this.#tellLms(true);
  }

  get #farewell() {
    if (this.#commits.isRefused) return "left_refused";
    return { normal: "left", browse: "left_preview", review: "left_review" }[this.#launch.mode];
  }

  // On `pagehide` messages to the page around us are lost; here they still arrive.
  #goingSoon() {
    if (!this.#isScored || this.#hasLeft) return;
    this.#outcome = this.#reached("going");
    this.#save();
    this.#tellLms(true);
  }

  #going() {
    this.#isGoing = true;
    if (!this.#isScored || this.#hasLeft) return;
    this.#outcome = this.#reached("going");
    this.#saveLast();
  }
}

const launch = JSON.parse(document.getElementById("launch").textContent);
const isFramed = window.parent !== window;
if (isFramed && launch.prompt && launch.game.uses_storage && isStorageBlocked()) {
  location.replace(launch.prompt);
} else {
  new Player(launch).open().catch((error) => {
    console.error("Obole:", error);
    new Board(launch.texts, launch.campus?.url).farewell("failed");
  });
}

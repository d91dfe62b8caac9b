// The page of a learner who waits: it asks again by itself, and opens the game when there is room.

const ANSWER_WITHIN = 15_000; // ms
const SPREAD = 0.25; // of the time between two tries, so that those who came together do not stay so

const place = (id) => document.getElementById(id);

class Wait {
  #form;
  #words;
  #every;
  #until;
  #timer = null;
  #isAsking = false;

  constructor(form, words) {
    this.#form = form;
    this.#words = words;
    this.#every = Number(form.dataset.every);
  }

  begin() {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#askedFor();
    });
    this.#stayFor(Number(this.#form.dataset.most));
    this.#tryIn(Number(this.#form.dataset.seconds));
  }

  // Who presses the button is there: the page goes on trying for as long as at its beginning.
  async #askedFor() {
    this.#say("");
    this.#stayFor(Number(this.#form.dataset.most));
    await this.#try();
    if (!this.#isAsking && place("news").textContent === "") this.#say(this.#words.still);
  }

  #stayFor(seconds) {
    this.#until = Date.now() + seconds * 1000;
    place("tries").hidden = false;
  }

  #tryIn(seconds) {
    clearTimeout(this.#timer);
    if (Date.now() >= this.#until) return this.#stop();
    this.#timer = setTimeout(() => this.#try(), seconds * 1000 * (1 + Math.random() * SPREAD));
  }

  #stop() {
    place("tries").hidden = true;
    this.#say(this.#words.stopped);
  }

  async #try() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    clearTimeout(this.#timer);
    const answer = await this.#ask();
    this.#isAsking = false;
    this.#tellTime();
    if (answer?.opens) return this.#open(answer.opens);
    if (answer?.shows) return this.#form.submit();
    this.#say(answer ? "" : this.#words.offline);
    this.#tryIn(answer?.waits ?? this.#every);
  }

  // null where nobody answered, or answered as the bridge does not.
  async #ask() {
    try {
      const response = await fetch(this.#form.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(this.#form)),
        signal: AbortSignal.timeout(ANSWER_WITHIN),
      });
      return await response.json();
    } catch {
      return null;
    }
  }

  #open(address) {
    this.#isAsking = true;
    this.#say(this.#words.opening);
    location.replace(address);
  }

  // Not in the live region: every twenty seconds it would be noise.
  #tellTime() {
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "medium" });
    place("tried").textContent = this.#words.tried.replace("{time}", time.format(Date.now()));
  }

  #say(sentence) {
    if (place("news").textContent !== sentence) place("news").textContent = sentence;
  }
}

new Wait(place("wait"), JSON.parse(place("words").textContent)).begin();

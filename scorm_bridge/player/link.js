// The line to the package's page in the client's LMS: a greeting, then one request at a time over a port.
// In a window of its own the player greets the prompt that opened it, which passes on what is asked.

const GREETING_EVERY = 250; // ms
const GREETING_FOR = 10_000; // ms
const ANSWER_WITHIN = 10_000; // ms
const LOOK_EVERY = 1000; // ms

const isFramed = window.parent !== window;
const page = isFramed ? window.parent : window.opener;

/** The link to the page around us, or null when nobody answers within ten seconds. */
export function greet({ origin: around }) {
  if (!page) return Promise.resolve(null);
  const origin = isFramed ? around : location.origin;
  return new Promise((resolve) => {
    const greeting = setInterval(sayHello, GREETING_EVERY);
    const patience = setTimeout(() => settle(null), GREETING_FOR);
    window.addEventListener("message", hear);
    sayHello();

    // The greeting carries no data, so it may go to whoever is around us.
    function sayHello() {
      page.postMessage({ obole: "hello" }, "*");
    }

    function hear(event) {
      if (event.source !== page || (origin !== null && event.origin !== origin)) return;
      if (event.data?.obole !== "port" || event.data.version !== 1 || !event.ports[0]) return;
      settle(new Link(event.ports[0], event.data.standard));
    }

    function settle(link) {
      clearInterval(greeting);
      clearTimeout(patience);
      window.removeEventListener("message", hear);
      resolve(link);
    }
  });
}

/** Calls `tell` once the page that opened this window is gone. */
export function whenAlone(tell) {
  if (isFramed || !page) return;
  const watch = setInterval(() => {
    if (!page.closed) return;
    clearInterval(watch);
    tell();
  }, LOOK_EVERY);
}

/** Tells the prompt that opened this window how the learner left; `said` names the text of it. */
export function sayLeft(said) {
  if (!isFramed) page?.postMessage({ obole: "left", said }, location.origin);
}

class Link {
  #port;
  #waiting = new Map();
  #last = 0;

  constructor(port, standard) {
    this.standard = standard;
    this.#port = port;
    port.onmessage = ({ data }) => {
      this.#waiting.get(data.id)?.(data);
      this.#waiting.delete(data.id);
    };
  }

  get(names) {
    return this.#ask({ call: "get", names });
  }

  set(values) {
    return this.#ask({ call: "set", values, commit: true });
  }

  finish() {
    return this.#ask({ call: "finish" });
  }

  /** The last calls of the LMS's API, for whoever has to find out what an LMS did. */
  log() {
    return this.#ask({ call: "log" });
  }

  /** Answers over `port` as the page around us does. */
  relay(port) {
    port.onmessage = async ({ data: { id, ...request } }) => {
      port.postMessage({ ...(await this.#ask(request)), id });
    };
  }

  // A page that stays silent must not hold up the game: silence is an answer of its own.
  #ask(request) {
    const id = ++this.#last;
    return new Promise((resolve) => {
      const silence = setTimeout(() => {
        this.#waiting.delete(id);
        resolve({ id, ok: false, error: "obole:silent" });
      }, ANSWER_WITHIN);
      this.#waiting.set(id, (answer) => {
        clearTimeout(silence);
        resolve(answer);
      });
      this.#port.postMessage({ id, ...request });
    });
  }
}

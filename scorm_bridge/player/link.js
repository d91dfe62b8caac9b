// The line to the package's page in the client's LMS: a greeting, then one request at a time over a port.

const GREETING_EVERY = 250; // ms
const GREETING_FOR = 10_000; // ms
const ANSWER_WITHIN = 10_000; // ms

/** The link to the page around us, or null when nobody answers within ten seconds. */
export function greet({ origin }) {
  if (window.parent === window) return Promise.resolve(null);
  return new Promise((resolve) => {
    const greeting = setInterval(sayHello, GREETING_EVERY);
    const patience = setTimeout(() => settle(null), GREETING_FOR);
    window.addEventListener("message", hear);
    sayHello();

    // The greeting carries no data, so it may go to whoever is around us.
    function sayHello() {
      window.parent.postMessage({ obole: "hello" }, "*");
    }

    function hear(event) {
      if (event.source !== window.parent || (origin !== null && event.origin !== origin)) return;
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

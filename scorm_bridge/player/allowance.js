// How long the learner may still play, where their group has such a time: it is said in the last minutes.

const SAID_FROM = 5 * 60_000; // ms
const LOOK_EVERY = 1000; // ms

/**
 * Calls `say(minutes)` from five minutes before the end on, whenever another minute has begun, with
 * 1 in the last one; and `end()` once, when there is no time left. Gives `used()`, the centiseconds
 * since: never fewer than there were when `end` is called.
 */
export function watchTime(left, say, end) {
  const startedAt = performance.now();
  let said = null;
  const watch = setInterval(look, LOOK_EVERY);
  look();
  return { used: () => Math.ceil(passed() / 10) };

  function passed() {
    return performance.now() - startedAt;
  }

  function look() {
    const rest = left - passed();
    if (rest <= 0) {
      clearInterval(watch);
      end();
    } else if (rest <= SAID_FROM) {
      const minutes = Math.ceil(rest / 60_000);
      if (minutes !== said) say((said = minutes));
    }
  }
}

// The way back from a payment: while it is being confirmed, the page looks again by itself.

const EVERY = 4_000; // ms
const MOST = 45; // times: three minutes, after which only its button looks

const place = (id, from = document) => from.getElementById(id);

async function look() {
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const stands = place("standing", page)?.dataset.stands;
  if (!stands || stands === place("standing").dataset.stands) return;
  document.title = page.title;
  // The status is changed, not replaced: a live region that is new is not heard.
  place("standing").replaceChildren(...place("standing", page).childNodes);
  place("standing").dataset.stands = stands;
  place("look")?.remove();
}

const isWaiting = () => place("standing").dataset.stands === "confirming";

async function lookOn(times) {
  if (times === 0 || !isWaiting()) return;
  await new Promise((done) => setTimeout(done, EVERY));
  await look();
  lookOn(times - 1);
}

place("look")?.addEventListener("submit", (event) => {
  event.preventDefault();
  look();
});
lookOn(MOST);

// The slider of the price page: on a scale of powers, in whole plays. The price is the server's.

const PAUSE = 120; // ms without a change before the price is asked for

const place = (id) => document.getElementById(id);
const form = place("choice");
const field = place("credits");
const slider = place("slider");
const PLAY = Number(form.dataset.play);
const MOST = Number(form.dataset.most);
const SPAN = Math.log(MOST / PLAY);

// Two digits are as fine as a thousand positions can be told apart.
function rounded(plays) {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(plays)) - 1);
  return Math.max(1, Math.round(plays / unit) * unit);
}

function creditsAt(position) {
  if (position >= Number(slider.max)) return MOST;
  return Math.min(MOST, rounded(Math.exp((position / Number(slider.max)) * SPAN)) * PLAY);
}

function positionOf(credits) {
  return Math.round((Math.log(Math.max(credits, PLAY) / PLAY) / SPAN) * Number(slider.max));
}

let asked = 0;
let timer = null;

function ask() {
  clearTimeout(timer);
  timer = setTimeout(show, PAUSE);
}

async function show() {
  const mine = ++asked;
  const url = new URL(form.dataset.quote, location.href);
  url.searchParams.set("credits", field.value);
  const answer = await fetch(url).catch(() => null);
  const facts = await answer?.json().catch(() => null);
  if (mine !== asked || !facts) return; // a later one is on its way, or there is no answer
  place("wrong").textContent = facts.error ?? "";
  field.setAttribute("aria-invalid", String(Boolean(facts.error)));
  field.setAttribute("aria-describedby", facts.error ? "wrong hint" : "hint");
  place("quote").hidden = Boolean(facts.error);
  for (const said of document.querySelectorAll("[data-said]")) {
    said.textContent = facts.said?.[said.dataset.said] ?? "";
  }
  if (!facts.error) mark(facts);
}

function mark({ credits, said }) {
  slider.setAttribute("aria-valuetext", `${said.amount}: ${said.total}`);
  const rows = [...document.querySelectorAll("[data-from]")];
  const reached = rows.filter((row) => Number(row.dataset.from) <= credits).at(-1);
  for (const row of rows) row.classList.toggle("reached", row === reached);
}

function follow() {
  if (/^\s*\d+\s*$/.test(field.value)) slider.value = positionOf(Number(field.value));
}

slider.addEventListener("input", () => {
  field.value = creditsAt(Number(slider.value));
  ask();
});
field.addEventListener("input", () => {
  follow();
  ask();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  show();
});

// With a script the price follows; the button is for those without one.
place("show").hidden = true;
place("sliding").hidden = false;
follow();
show();

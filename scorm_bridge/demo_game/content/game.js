// Three passengers, three questions. What was answered is all there is to remember.
(function () {
  "use strict";

  const passengers = [
    {
      name: "merchant",
      says: "The merchant counts coins: “How many obols make one drachma?”",
      answers: { three: "Three", six: "Six", twelve: "Twelve" },
      right: "six",
      told: "Six obols make a drachma, and one obol pays the ferryman.",
    },
    {
      name: "smith",
      says: "The smith looks at the coin: “Before there were coins, an obelos was made of iron. What was it?”",
      answers: { spit: "A roasting spit", ring: "A ring", horseshoe: "A horseshoe" },
      right: "spit",
      told: "Iron roasting spits were money before coins were struck; the obol took their name.",
    },
    {
      name: "child",
      says: "The child holds up six sticks: “And what does the word drachma mean?”",
      answers: { heartbeat: "A heartbeat", harbour: "A harbour", handful: "A handful" },
      right: "handful",
      told: "A handful: as many spits as one hand can hold, and that is six.",
    },
  ];

  const card = document.getElementById("card");
  const answers = remembered();

  function remembered() {
    try {
      return JSON.parse(lms.get("cmi.suspend_data")).answers;
    } catch {
      return [];
    }
  }

  function score() {
    const right = passengers.filter((passenger, at) => answers[at] === passenger.right).length;
    return Math.round((right / passengers.length) * 100);
  }

  function add(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  // The heading takes the focus, so that a screen reader goes on from the new scene.
  function show(who, title, ...rest) {
    const heading = add("h1", { tabIndex: -1 }, title);
    card.replaceChildren(add("p", { className: "who" }, who), heading, ...rest);
    heading.focus({ preventScroll: true });
  }

  function place(id, isShown) {
    document.querySelectorAll(`#${id} use`).forEach((figure, at) => (figure.style.display = isShown(at) ? "" : "none"));
  }

  function paint(at, isAcross) {
    place("waiting", (one) => one > at);
    place("aboard", (one) => one === at && !(isAcross && at === passengers.length));
    place("landed", (one) => one < at);
    document.getElementById("boat").classList.toggle("across", isAcross);
  }

  function shore() {
    paint(-1, false);
    lms.tell({ "cmi.core.lesson_location": "shore" });
    const start = add("button", { id: "start", className: "main", onclick: () => cross(answers.length) }, "Take the pole");
    show("The Ferryman", "Three travellers wait on your shore. Each will board for one good answer.", start);
  }

  function cross(at) {
    const passenger = passengers[at];
    paint(at, false);
    lms.tell({ "cmi.core.lesson_location": `crossing-${at + 1}`, "cmi.core.lesson_status": "incomplete" });
    const choices = Object.entries(passenger.answers).map(([answer, text]) => {
      const button = add("button", { type: "button", onclick: () => choose(at, answer) }, text);
      button.dataset.answer = answer;
      return button;
    });
    const told = add("p", { className: "told", id: "told" });
    show(`Crossing ${at + 1} of ${passengers.length}`, passenger.says, add("div", { className: "choices" }, ...choices), told);
  }

  function choose(at, answer) {
    const passenger = passengers[at];
    answers[at] = answer;
    lms.tell({ "cmi.suspend_data": JSON.stringify({ answers }) });
    paint(at, true);
    card.querySelectorAll("[data-answer]").forEach((button) => {
      button.disabled = true;
      if (button.dataset.answer === passenger.right) button.className = "right";
      else if (button.dataset.answer === answer) button.className = "wrong";
    });
    const isRight = answer === passenger.right;
    document.getElementById("told").append(add("b", {}, isRight ? "Right." : "Not quite."), passenger.told);
    const isLast = at + 1 === passengers.length;
    const onclick = () => (isLast ? farShore() : cross(at + 1));
    const next = add("button", { id: "next", className: "main", onclick }, isLast ? "Step ashore" : "Row back");
    card.append(next);
    next.focus();
  }

  function farShore() {
    paint(passengers.length, true);
    const points = score();
    lms.tell({
      "cmi.core.lesson_location": "far-shore",
      "cmi.core.score.min": 0,
      "cmi.core.score.max": 100,
      "cmi.core.score.raw": points,
      "cmi.core.lesson_status": "completed",
    });
    const result = add("p", { className: "score", id: "score" }, `${points} / 100`);
    const words = points === 100 ? "Every coin earned." : "All three are across, and the river kept its change.";
    show("The far shore", "Three travellers are safely over.", result, add("p", {}, words));
  }

  window.addEventListener("pagehide", () => {
    lms.end(lms.get("cmi.core.lesson_status") === "completed" ? "" : "suspend");
  });

  if (answers.length >= passengers.length) farShore();
  else if (answers.length) cross(answers.length);
  else shore();
})();

// Draws what the robot sends, and sends what is pressed. It keeps no state of its own but the last view.
"use strict";

const ALIVE_FOR_MS = 8000; // the robot tells every two seconds that it is alive
const BROKEN_FOR_MS = 3000; // a broken connection may come back
const NOTE_FOR_MS = 4000;
const LONG = 60, LONGER = 120; // letters

let view = null;
let isRunning = false;
let heardAt = 0;
let noteTimer = 0;

const at = (id) => document.getElementById(id);

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function note(text) {
  clearTimeout(noteTimer);
  at("note").textContent = text;
  noteTimer = setTimeout(() => { at("note").textContent = ""; }, NOTE_FOR_MS);
}

function drawState() {
  const lines = isRunning ? view.state : [view.words.not_running];
  at("state").className = isRunning ? (view.is_well ? "" : "troubled") : "troubled stopped";
  const drawn = [...at("state").children].map((line) => line.textContent);
  if (drawn.join("\n") !== lines.join("\n")) {
    at("state").replaceChildren(...lines.map((line) => element("p", line)));
  }
}

function drawCaptions() {
  // What a robot said that has stopped is true no more.
  const said = view.captions.length ? view.captions : [view.words.quiet];
  const shown = isRunning ? said : [];
  const key = JSON.stringify(shown);
  if (at("captions").dataset.shown === key) return;
  at("captions").dataset.shown = key;
  at("captions").replaceChildren(...shown.map((text, index) => {
    if (index < shown.length - 1) return element("p", text, "before");
    const size = text.length > LONGER ? " longer" : text.length > LONG ? " long" : "";
    return element("p", text, "now" + size);
  }));
}

function drawButtons() {
  const key = JSON.stringify(view.buttons);
  if (at("buttons").dataset.shown !== key) {
    at("buttons").dataset.shown = key;
    const focused = document.activeElement?.dataset?.intent;
    at("buttons").replaceChildren(...view.buttons.map((button) => {
      const made = element("button", button.label, button.intent);
      made.type = "button";
      made.dataset.intent = button.intent;
      made.addEventListener("click", () => press(button, made));
      return made;
    }));
    if (focused) at("buttons").querySelector(`[data-intent="${CSS.escape(focused)}"]`)?.focus();
  }
  for (const made of at("buttons").children) made.disabled = !isRunning;
}

function draw() {
  if (!view) return;
  document.documentElement.lang = view.language;
  document.title = view.words.title;
  at("captions").setAttribute("aria-label", view.words.captions);
  at("buttons").setAttribute("aria-label", view.words.answers);
  drawState();
  drawCaptions();
  drawButtons();
}

async function press(button, made) {
  made.classList.add("pressed");
  setTimeout(() => made.classList.remove("pressed"), 600);
  try {
    const answer = await fetch("/touch", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ intent: button.intent, question: button.question }),
      signal: AbortSignal.timeout(ALIVE_FOR_MS),
    });
    if (answer.status === 204) note(view.words.pressed.replace("{label}", button.label));
    else if (answer.status === 409) note(button.question ? view.words.too_late : "");
    else note(view.words.not_running);
  } catch {
    note(view.words.not_running);
  }
}

function heard() {
  heardAt = performance.now();
  if (!isRunning) { isRunning = true; draw(); }
}

function look() {
  if (isRunning && performance.now() - heardAt > ALIVE_FOR_MS) { isRunning = false; draw(); }
}

function connect() {
  const source = new EventSource("/events");
  source.addEventListener("view", (event) => { view = JSON.parse(event.data); heard(); draw(); });
  source.addEventListener("alive", heard);
  source.addEventListener("error", () => {
    heardAt = Math.min(heardAt, performance.now() - ALIVE_FOR_MS + BROKEN_FOR_MS);
    if (source.readyState === EventSource.CLOSED) { source.close(); setTimeout(connect, 1000); }
  });
}

setInterval(look, 500);
connect();

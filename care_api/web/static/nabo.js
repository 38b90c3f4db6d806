// Says so when the page may be old, and fetches what was missed once the server answers again.
const notice = document.getElementById("offline");
const feed = document.getElementById("feed");
const watchEveryMs = 4000;
let isOld = false;
let isOpen = false;

function lost() {
  if (session.hasEnded) {
    return;
  }
  isOld = true;
  notice.textContent = notice.dataset.text;
  notice.hidden = false;
}

function catchUp() {
  if (isOld) {
    htmx.trigger(feed, "caught-up");
  }
}

function fresh() {
  isOld = false;
  notice.hidden = true;
  notice.textContent = "";
}

// The extension tries again when an open stream breaks, but not when the very first request fails.
function connect() {
  if (!isOpen && !session.hasEnded) {
    htmx.ajax("GET", feed.getAttribute("hx-sse:connect"), { source: feed });
  }
}

if (feed) {
  document.addEventListener("htmx:sse:error", lost);
  document.addEventListener("htmx:error", lost);
  window.addEventListener("offline", lost);

  document.addEventListener("htmx:sse:after:connection", () => {
    isOpen = true;
    catchUp();
  });
  document.addEventListener("htmx:sse:close", () => {
    isOpen = false;
  });
  window.addEventListener("online", catchUp);
  document.addEventListener("htmx:after:swap", fresh);
  setInterval(connect, watchEveryMs);
}

// A button that answers in place: what the server refuses it says on a page of its own.
document.addEventListener("htmx:response:error", (event) => {
  const form = event.detail.ctx.sourceElement;
  if (form instanceof HTMLFormElement && form.getAttribute("hx-post") === form.getAttribute("action")) {
    form.submit();
  }
});

// Where the pressed button is gone afterwards, the keyboard goes on from the same row.
let pressedIn = "";
document.addEventListener("htmx:before:request", (event) => {
  const form = event.detail.ctx.sourceElement;
  pressedIn = form instanceof HTMLFormElement ? form.closest("li[id]")?.id ?? "" : pressedIn;
});
document.addEventListener("htmx:after:swap", () => {
  if (pressedIn && document.activeElement === document.body) {
    const row = document.getElementById(pressedIn);
    const next = row?.querySelector(".ds-button") ?? row?.querySelector("a");
    next?.focus({ preventScroll: true });
  }
});
// Until the reader does something else: an older answer may still come and take the button away again.
for (const act of ["keydown", "pointerdown"]) {
  document.addEventListener(act, () => {
    pressedIn = "";
  }, true);
}

// Plays how the robot will say what stands in the form.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-play]");
  if (!button) {
    return;
  }
  const form = button.closest("form");
  button.disabled = true;
  const answer = await fetch(form.querySelector("[data-sound]").dataset.sound, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
  }).catch(() => null);
  button.disabled = false;
  if (answer?.ok) {
    const address = URL.createObjectURL(await answer.blob());
    const sound = new Audio(address);
    sound.addEventListener("ended", () => URL.revokeObjectURL(address));
    sound.play();
  }
});

// What is made for paper.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

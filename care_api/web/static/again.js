// When the session ends, nothing that was typed is lost: a dialog asks to log in again in place, and
// what was to be sent is sent afterwards. Where nothing was typed, the login page is shown.
// Exports `session`: whether it has ended, for the other script of the page.
const session = { hasEnded: false };

(() => {
  const dialog = document.getElementById("login-again");
  if (!dialog) {
    return;
  }
  const login = dialog.querySelector("form");
  const fault = document.getElementById("again-fault");
  const codeField = document.getElementById("again-code-field");
  const typed = new Set();
  let pending = null;
  let letThrough = null;
  let isLeaving = false;
  let logins = 0;

  function isOpenForm(form) {
    return form instanceof HTMLFormElement && form.method === "post" && !dialog.contains(form);
  }

  function hasTyped() {
    return [...typed].some((form) => form.isConnected);
  }

  function say(message) {
    fault.textContent = message;
    fault.hidden = !message;
  }

  function renew(token) {
    for (const field of document.querySelectorAll("input[name=csrf_token]")) {
      field.value = token;
    }
  }

  // Returns whether the page's own user is logged in; throws where the server is out of reach.
  async function isLoggedIn() {
    const before = logins;
    const answer = await fetch("/login/again", { headers: { "HX-Request": "true" } });
    const told = await answer.json();
    if (logins !== before) {
      return true; // it was asked before the login that has come meanwhile
    }
    renew(told.csrf_token);
    return told.user_name === dialog.dataset.user;
  }

  function ask() {
    session.hasEnded = true;
    if (dialog.open) {
      return;
    }
    say("");
    codeField.hidden = true;
    login.reset();
    dialog.showModal();
  }

  function send() {
    session.hasEnded = false;
    dialog.close();
    const waiting = pending;
    pending = null;
    if (waiting?.form.isConnected) {
      letThrough = waiting.form;
      waiting.form.requestSubmit(waiting.button?.isConnected ? waiting.button : null);
    }
  }

  // Asks once more: an answer may be older than the last login.
  async function ended(form = null) {
    if (isLeaving || dialog.open || (await isLoggedIn().catch(() => true)) || isLeaving) {
      return;
    }
    if (form) {
      pending = { form, button: null };
    }
    session.hasEnded = true;
    if (pending || hasTyped()) {
      ask();
    } else {
      const here = `${location.pathname}${location.search}`;
      location.assign(`/login?next=${encodeURIComponent(here)}&ended=1`);
    }
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form ?? event.target.closest("form");
    if (isOpenForm(form)) {
      typed.add(form);
    }
  });

  // Asks before a form with something typed in it leaves the page.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form === letThrough) {
      letThrough = null;
      typed.delete(form);
      isLeaving = !event.defaultPrevented;
      return;
    }
    if (event.defaultPrevented || !isOpenForm(form) || !typed.has(form)) {
      return;
    }
    event.preventDefault();
    pending = { form, button: event.submitter };
    try {
      if (await isLoggedIn()) {
        send();
      } else {
        ask();
      }
    } catch {
      const notice = document.getElementById("offline");
      notice.textContent = dialog.dataset.unreachable;
      notice.hidden = false;
    }
  });

  login.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const answer = await fetch(login.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(login)),
      });
      const told = await answer.json();
      renew(told.csrf_token);
      if (told.user_name) {
        logins += 1;
        send();
        return;
      }
      say(told.message);
      codeField.hidden &&= !told.needs_code;
      (told.needs_code ? codeField : login).querySelector("input:not([type=hidden])").focus();
    } catch {
      say(dialog.dataset.unreachable);
    }
  });

  document.getElementById("again-later").addEventListener("click", () => dialog.close());

  window.addEventListener("pageshow", () => {
    isLeaving = false;
  });

  // Somebody may have logged in beside this page meanwhile.
  window.addEventListener("focus", async () => {
    if (dialog.open && (await isLoggedIn().catch(() => false))) {
      send();
    }
  });

  document.getElementById("feed").addEventListener("logged-out", () => ended());
  document.addEventListener("htmx:sse:error", (event) => {
    if (event.detail.status === 401) {
      ended();
    }
  });
  document.addEventListener("htmx:sse:before:connection", (event) => {
    if (session.hasEnded) {
      event.preventDefault();
    }
  });
  document.addEventListener("htmx:response:error", (event) => {
    const { sourceElement, response } = event.detail.ctx;
    if (response.status === 401) {
      event.stopImmediatePropagation();
      const isForm = isOpenForm(sourceElement);
      const isInPlace = isForm && sourceElement.getAttribute("hx-post") === sourceElement.getAttribute("action");
      ended(isInPlace ? sourceElement : null);
    }
  });
})();

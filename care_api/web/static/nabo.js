// Says so when the page may be old, and fetches what was missed once the server answers again.
const notice = document.getElementById("offline");
let isOld = false;

function lost() {
  isOld = true;
  notice.textContent = notice.dataset.text;
  notice.hidden = false;
}

function connected() {
  if (isOld) {
    htmx.trigger("#feed", "caught-up");
  }
}

function fresh() {
  isOld = false;
  notice.hidden = true;
  notice.textContent = "";
}

document.addEventListener("htmx:sse:error", lost);
document.addEventListener("htmx:error", lost);
window.addEventListener("offline", lost);

document.addEventListener("htmx:sse:after:connection", connected);
window.addEventListener("online", connected);
document.addEventListener("htmx:after:swap", fresh);

// Tells the reader when the live connection is lost, and fetches what was missed once it is back.
const offline = document.getElementById("offline");
let missed = false;

function lost() {
  missed = true;
  offline.textContent = offline.dataset.text;
  offline.hidden = false;
}

function found() {
  offline.hidden = true;
  offline.textContent = "";
  if (missed) {
    missed = false;
    htmx.trigger("#feed", "changed");
  }
}

document.addEventListener("htmx:sse:error", lost);
document.addEventListener("htmx:sse:after:connection", found);
window.addEventListener("offline", lost);

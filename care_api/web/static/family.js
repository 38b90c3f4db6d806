// A code that came with the link stands in the address behind "#", which no server is told.
const field = document.getElementById("code");
const sent = decodeURIComponent(location.hash.slice(1));

if (field && sent) {
  field.value = sent;
  history.replaceState(null, "", location.pathname);
}

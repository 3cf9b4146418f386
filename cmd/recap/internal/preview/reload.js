// Loads the page again when the draft has changed.
"use strict";
const shown = document.body.dataset.version;
setInterval(async () => {
  try {
    const answer = await fetch("/version", { cache: "no-store" });
    if (answer.ok && (await answer.text()) !== shown) {
      location.reload();
    }
  } catch {
    // The program has ended; the last draft stays.
  }
}, 2000);

/* SPDX-FileCopyrightText: 2026 The jiesu authors
   SPDX-License-Identifier: Apache-2.0
   Saves a call while it is typed: one save a second at most, each under an id the server gave, so
   that a repeated one changes nothing. What another window saved is shown, never overwritten. */
(() => {
  "use strict";
  const form = document.getElementById("call"), note = document.getElementById("saved");
  if (!form) return;
  const part = (name) => form.elements[name], meanwhile = document.getElementById("meanwhile");
  let dirty = false, busy = false, held = false, timer = 0;
  const tell = (text, bad) => { note.textContent = text; note.classList.toggle("bad", Boolean(bad)); };
  const soon = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };

  async function renew() { // a sign-in elsewhere makes the old token of this page worthless
    const page = await fetch(location.href, { credentials: "same-origin" });
    const found = page.redirected ? null : new DOMParser().parseFromString(await page.text(), "text/html").querySelector("#call [name=csrfmiddlewaretoken]");
    if (found) document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = found.value; });
  }
  async function save() {
    if (!dirty || busy || held || !form.dataset.draft) return;
    dirty = false; busy = true;
    const data = new FormData();
    for (const name of ["csrfmiddlewaretoken", "words", "account", "channel"]) data.append(name, part(name).value);
    data.append("command_id", form.dataset.next); data.append("expected", form.dataset.version);
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: data, credentials: "same-origin" });
      if (answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) {
        tell(note.dataset.gone, true); dirty = true; await renew(); soon(3000);
      } else {
        const said = await answer.json();
        tell(said.say, !answer.ok);
        if (said.stop) delete form.dataset.draft;
        if (said.next) { form.dataset.next = said.next; form.dataset.version = said.version; }
        if ("theirs" in said && said.theirs !== part("words").value) { held = true; document.getElementById("theirs").textContent = said.theirs; meanwhile.hidden = false; } else if (!answer.ok && said.next) dirty = true;
      }
    } catch { tell(note.dataset.lost, true); dirty = true; soon(3000); }
    busy = false;
    if (dirty) soon(1000);
  }
  form.addEventListener("input", (event) => {
    if (!["words", "account", "channel"].includes(event.target.name)) return;
    dirty = true;
    if (!timer || !busy) soon(event.isComposing ? 1500 : 1000);
  });
  // From any field of the call: the first button is what is done most.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing || event.repeat) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector(".call-then .acts button[name=then]"));
  });
  document.addEventListener("click", (event) => {
    const { join } = event.target.dataset ?? {};
    if (join) {
      const theirs = document.getElementById("theirs").textContent;
      if (join === "both" && !part("words").value.includes(theirs)) part("words").value = `${theirs}\n${part("words").value}`;
      meanwhile.hidden = true; held = false; dirty = true; part("words").focus(); soon(0);
    }
  });
  document.addEventListener("submit", (event) => {
    clearTimeout(timer); held = true;
    const words = event.target.elements.words;
    if (event.target !== form && words) words.value = part("words").value;
  });
  // A hint that comes back "sign in" must not lead away from a page somebody is typing on.
  document.addEventListener("htmx:beforeOnLoad", (event) => { if (event.detail.xhr.status === 401) event.preventDefault(); });
  addEventListener("load", () => { if (part("words").value !== part("words").defaultValue) { dirty = true; soon(500); } });
})();

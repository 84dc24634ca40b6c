/* SPDX-FileCopyrightText: 2026 The jiesu authors
   SPDX-License-Identifier: Apache-2.0
   Keeps what is being typed. A form marked data-keep="NAME" is kept in this tab only (it may hold
   personal words, and tabs end; other people's tabs never see it). What stands in a part marked
   data-not-kept comes from the server again. */
(() => {
  "use strict";
  const PAUSE = 1200;
  const skip = new Set(["csrfmiddlewaretoken", "command_id", "expected", "seen_at"]);
  const place = (form) => `kept:${form.dataset.keepAs ?? location.pathname}:${form.dataset.keep}`;
  const kept = (form) => [...form.elements].filter((field) => field.name && !skip.has(field.name) && !["password", "hidden", "file", "submit", "button", "fieldset"].includes(field.type) && !field.closest("[data-not-kept]"));

  const save = (form) => {
    const found = kept(form).map((field) => [field.name, field.value, field.checked ?? null]);
    try { sessionStorage.setItem(place(form), JSON.stringify(found)); } catch { /* full or forbidden: the page itself still holds it */ }
  };
  const restore = (form) => {
    let found = null;
    try { found = JSON.parse(sessionStorage.getItem(place(form))); } catch { return; }
    if (!found || form.querySelector(".wrong") || document.querySelector(".problem")) return;
    const fields = kept(form);
    found.forEach(([name, value, checked], at) => {
      const field = fields[at];
      if (!field || field.name !== name) return;
      if (checked !== null && ["radio", "checkbox"].includes(field.type)) field.checked = checked;
      else if (!field.value || value.startsWith(field.value)) field.value = value;
    });
  };

  let timer = 0;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.keep || event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(() => save(form), PAUSE);
  });
  addEventListener("pagehide", () => document.querySelectorAll("form[data-keep]").forEach((form) => { if (!form.dataset.done) save(form); }));
  // Once sent, the kept copy goes; should the answer be an error, the page comes back filled in.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.keep || form.dataset.keepAs) return;
    form.dataset.done = "1";
    try { sessionStorage.removeItem(place(form)); } catch { /* nothing kept */ }
  });
  // With data-keep-as="PLACE" several addresses share one copy; it goes when data-kept-done says so.
  const done = (said) => { try { sessionStorage.removeItem(`kept:${said.dataset.keptDone}`); } catch { /* nothing kept */ } };
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-kept-done]").forEach(done);
    document.querySelectorAll("form[data-keep]").forEach(restore);
  });
})();

/* SPDX-FileCopyrightText: 2026 The jiesu authors
   SPDX-License-Identifier: Apache-2.0
   What pages do beyond HTML. Everything works without it. */
(() => {
  "use strict";
  const live = () => document.getElementById("live");
  const tell = (text) => { const place = live(); if (place) { place.textContent = ""; setTimeout(() => { place.textContent = text; }, 50); } };

  // A form marked data-once is sent once; it can be sent again when the page comes back.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
    setTimeout(() => release(form), 8000);
  });
  const release = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
  };
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

  // The first thing to read after an error or a swap gets the focus; nothing is thrown to the top.
  const land = (root) => {
    const place = root.matches?.("[data-focus]") ? root : root.querySelector?.("[data-focus], [autofocus]");
    if (place) place.focus({ preventScroll: false });
    return Boolean(place);
  };
  // Counts down what may be undone: says it once at the start and once at the end.
  const counts = (root) => {
    for (const place of root.querySelectorAll("[data-countdown]")) {
      if (place.dataset.running) continue;
      place.dataset.running = "1";
      const end = Date.now() + Number(place.dataset.countdown) * 1000;
      const said = place.textContent;
      const tick = () => {
        const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
        place.textContent = left ? said.replace(/\d+/, String(left)) : place.dataset.done;
        if (left) return;
        clearInterval(timer);
        place.closest(".undo")?.querySelectorAll("button").forEach((button) => { button.disabled = true; });
        tell(place.dataset.done);
      };
      const timer = setInterval(tick, 1000);
    }
  };

  // A long list of choices gets a box to search in; the list stays the control that is sent.
  const searchable = (root) => {
    for (const list of root.querySelectorAll("select[data-search]")) {
      if (list.dataset.ready || list.options.length < 9) continue;
      list.dataset.ready = "1";
      const box = document.createElement("input");
      box.type = "search";
      box.className = "search";
      box.autocomplete = "off";
      box.setAttribute("aria-label", list.labels[0]?.textContent.trim() ?? "");
      box.setAttribute("aria-controls", list.id);
      box.placeholder = document.documentElement.lang === "en" ? "Type to search" : "输入文字查找";
      list.before(box);
      const every = [...list.options];
      box.addEventListener("input", (event) => {
        if (event.isComposing) return;
        const wanted = box.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
        let first = null;
        for (const option of every) {
          const group = option.parentElement.label ?? "";
          const said = `${group} ${option.text}`.toLowerCase();
          const fits = !option.value || wanted.every((word) => said.includes(word));
          option.hidden = !fits;
          option.disabled = !fits;
          if (fits && option.value && !first) first = option;
        }
        for (const group of list.querySelectorAll("optgroup")) group.hidden = [...group.children].every((option) => option.hidden);
        if (wanted.length && first) list.value = first.value;
      });
      box.addEventListener("change", () => list.dispatchEvent(new Event("change", { bubbles: true })));
    }
  };

  const wake = (root) => { counts(root); searchable(root); };
  document.addEventListener("DOMContentLoaded", () => { wake(document); land(document); });

  // Menus close on Escape and on a click elsewhere.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    for (const menu of document.querySelectorAll("details.menu[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });

  // htmx: after a swap new parts wake up, the focus lands, and what changed is said once.
  document.addEventListener("htmx:afterSettle", (event) => {
    const root = event.detail.elt;
    wake(root);
    if (root.id === "problem") { root.focus(); return; }
    if (event.detail.requestConfig?.verb !== "get" || root.contains(document.activeElement)) land(root);
    if (root.dataset.says) tell(root.dataset.says);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-sent]");
    if (form) release(form);
  });
  document.addEventListener("htmx:sendError", () => {
    tell(document.documentElement.lang === "en" ? "No connection. What you typed is still here." : "网络不通，填写的内容还在。");
  });

  // Shows and runs the key of a control (data-key="s"), never while somebody types or composes.
  addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const wanted = event.key.toLowerCase();
    for (const control of document.querySelectorAll("[data-key]")) {
      if (control.dataset.key !== wanted || control.disabled || !control.checkVisibility()) continue;
      event.preventDefault();
      if (control.matches("a, button, summary")) control.click(); else control.focus();
      return;
    }
  });
})();

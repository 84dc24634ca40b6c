/* SPDX-FileCopyrightText: 2026 The jiesu authors
   SPDX-License-Identifier: Apache-2.0
   Suggestions beside a box of words (data-pause="MS"): asked for when the typing pauses, taken by a
   press or by Alt and a digit, said aloud, undone by Alt+0. What somebody chose is never replaced. */
(() => {
  "use strict";
  const box = document.querySelector("[data-pause]");
  if (!box) return;
  const form = box.form, note = document.querySelector("[data-filled]"), live = document.getElementById("live");
  const panel = () => document.querySelector("[data-offers]");
  const byHand = new Set(), guessed = new Map();
  let timer = 0, heard = "", filling = false, last = [], said = "";

  const ask = () => { if (box.value !== heard) { heard = box.value; htmx.trigger(box, "pause"); } };
  const soon = (event) => { clearTimeout(timer); if (!event?.isComposing) timer = setTimeout(ask, Number(box.dataset.pause)); };
  box.addEventListener("input", soon);
  box.addEventListener("compositionend", soon);
  addEventListener("load", () => { if (box.value.trim()) soon(); });
  document.addEventListener("htmx:sendError", () => { heard = ""; });
  // A choice that merely stands in the panel is no choice: only what somebody chose goes back.
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.elt === box) for (const { name } of panel().querySelectorAll("[name]")) if (!byHand.has(name)) detail.parameters.delete?.(name);
  });
  // A hint that cannot be had must not push aside a page somebody is typing on.
  document.addEventListener("htmx:beforeOnLoad", (event) => { if (event.detail.elt === box && event.detail.xhr.status !== 200) event.preventDefault(); });

  for (const { name } of panel().querySelectorAll("[data-chosen] [name]")) byHand.add(name);

  const held = (name) => { const field = form.elements[name]; return field.type === "checkbox" ? (field.checked ? "on" : "") : field.value; };
  const write = (name, to) => {
    const field = form.elements[name], one = field instanceof RadioNodeList ? field[0] : field;
    const search = one.id && form.querySelector(`.search[aria-controls="${one.id}"]`);
    if (search?.value) { search.value = ""; search.dispatchEvent(new Event("input")); }
    if (one !== field) for (const each of field) each.checked = each.value === to;
    else if (one.type === "checkbox") one.checked = Boolean(to); else one.value = to;
    return one;
  };
  const writeAll = (pairs) => { // one event for all: who would act is asked once
    const changed = pairs.map(([name, to]) => write(name, to));
    filling = true; changed.at(-1)?.dispatchEvent(new Event("change", { bubbles: true })); filling = false;
    return changed;
  };
  const mark = () => panel()?.querySelectorAll("[data-fill]").forEach((each) => each.setAttribute("aria-pressed", String(held(each.dataset.fill) === each.dataset.value)));
  const fill = (offers) => {
    last = offers.map(({ dataset: { fill: name } }) => [name, held(name)]);
    const changed = writeAll(offers.map(({ dataset }) => [dataset.fill, dataset.value]));
    mark();
    const list = offers.map(({ dataset }) => dataset.said).join(document.documentElement.lang === "en" ? "; " : "；");
    note.firstElementChild.textContent = note.dataset.filled.replace("…", list);
    note.lastElementChild.hidden = false;
    return changed;
  };
  const forget = (say) => { last = []; note.firstElementChild.textContent = say; note.lastElementChild.hidden = true; mark(); };
  const undo = () => {
    for (const [name] of last) { byHand.add(name); guessed.delete(name); }
    writeAll(last);
    forget(note.dataset.undone);
    if (document.activeElement === document.body) box.focus();
  };
  const settle = () => {
    const sure = new Map([...panel().querySelectorAll("[data-sure]")].map((each) => [each.dataset.fill, each]));
    const fresh = [];
    for (const name of new Set([...sure.keys(), ...guessed.keys()])) {
      const now = held(name), offer = sure.get(name), wanted = offer?.dataset.value ?? "";
      if (byHand.has(name) || now === wanted || (now && now !== guessed.get(name))) continue;
      guessed.set(name, wanted);
      if (wanted) fresh.push(offer); else { writeAll([[name, ""]]); forget(""); }
    }
    if (fresh.length) fill(fresh); else mark();
    const now = panel().dataset.alert ?? "";
    if (now && now !== said) live.textContent = now;
    said = now;
  };
  document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.elt === panel()) settle(); });
  form.addEventListener("change", ({ target }) => {
    if (!filling) byHand.add(target.name);
    mark();
    if (box.dataset.pauseToo?.includes(target.name)) { heard = null; soon(); }
  });
  form.addEventListener("input", ({ target }) => { if (target.matches(".search")) byHand.add(document.getElementById(target.getAttribute("aria-controls")).name); });
  document.addEventListener("click", ({ target }) => {
    const offer = target.closest("[data-fill]");
    if (offer) {
      byHand.add(offer.dataset.fill);
      const fold = fill([offer])[0].closest("details");
      if (fold) fold.open = true;
    } else if (target.closest("[data-undo]")) undo();
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.repeat || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.getModifierState("AltGraph")) return;
    const digit = /^Digit(\d)$/.exec(event.code)?.[1];
    const control = digit === "0" ? last.length && note.lastElementChild : panel()?.querySelector(`[data-digit="${digit}"]`);
    if (!digit || !control) return;
    event.preventDefault();
    control.click();
  });
})();

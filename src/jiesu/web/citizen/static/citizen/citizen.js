/* SPDX-FileCopyrightText: 2026 The jiesu authors
   SPDX-License-Identifier: Apache-2.0
   Small helps on the citizens' pages: everything works without them. */
(() => {
  "use strict";
  const counted = (box) => [...box.value.replace(/\r\n?/g, "\n").trim()].length;
  const count = (place) => {
    const box = document.getElementById(place.dataset.countOf);
    const show = () => {
      const left = Number(box.dataset.count) - counted(box);
      const [before, after] = left < 0 ? place.dataset.over.split("0") : place.dataset.left.split("0");
      place.hidden = !box.value;
      place.classList.toggle("over", left < 0);
      place.textContent = before + Math.abs(left) + after;
    };
    box.addEventListener("input", show);
    show();
  };
  const alarm = (place) => {
    const box = document.getElementById(place.dataset.alarmIn);
    const words = place.dataset.alarm.split("|").filter(Boolean);
    const listen = () => {
      const text = box.value.toLowerCase();
      const loud = words.some((word) => text.includes(word)) || Boolean(document.querySelector("#heard[data-danger]"));
      if (loud && !place.classList.contains("loud")) document.getElementById("live").textContent = place.textContent.trim();
      place.classList.toggle("loud", loud);
    };
    box.addEventListener("input", listen);
    document.addEventListener("htmx:afterSettle", listen);
    listen();
  };
  // The place is asked for once the words need one; whoever closes it is not asked again.
  const where = (fold) => {
    const filled = () => [...fold.querySelectorAll("select, input")].some((field) => field.value);
    addEventListener("load", () => { if (filled()) fold.open = true; });
    document.addEventListener("htmx:afterSettle", () => {
      if (fold.dataset.asked || !document.querySelector("#heard[data-asks-where]")) return;
      fold.dataset.asked = "1";
      fold.open = true;
    });
  };
  // Number and code may come behind the # of a link: nobody but this page ever sees them there.
  const fromLink = (form) => {
    const [number, code] = decodeURIComponent(location.hash.slice(1)).split(".");
    if (!number || !code || !form.elements.number) return;
    form.elements.number.value = number;
    form.elements.code.value = code;
    history.replaceState(null, "", location.pathname);
    form.querySelector("button").focus();
  };
  const drain = (bar) => {
    const timer = setInterval(() => {
      if (!bar.isConnected || bar.value <= 0) clearInterval(timer);
      else bar.value -= 1;
    }, 1000);
  };
  const wake = () => document.querySelectorAll("[data-drain]:not([data-ready])").forEach((bar) => { bar.dataset.ready = "1"; drain(bar); });
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-count-of]").forEach(count);
    document.querySelectorAll("[data-alarm]").forEach(alarm);
    document.querySelectorAll("#where").forEach(where);
    document.querySelectorAll("form[data-from-link]").forEach(fromLink);
    for (const button of document.querySelectorAll("[data-print]")) { button.hidden = false; button.addEventListener("click", () => print()); }
    wake();
  });
  document.addEventListener("htmx:afterSettle", wake);
})();

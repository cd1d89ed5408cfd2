// The list can be read without this script; it filters and sorts, and switches labels and colours.
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const SEVERITIES = ["major", "minor", "info"];
  const store = {
    // Storage may be forbidden for files opened from disk; the page then forgets, and works on.
    get(key) { try { return localStorage.getItem("mtcheck." + key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem("mtcheck." + key, value); } catch { /* see above */ } },
  };
  const state = { ui: "en", severities: new Set(SEVERITIES), rule: "", find: "" };
  let labels, rows;

  // Before the page is drawn, so that a dark page does not flash white.
  root.classList.add("js");
  const theme = store.get("theme");
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;

  // Labels and theme

  function words(key, n) {
    const found = labels[state.ui][key] ?? key;
    const text = typeof found === "string" ? found : found[Number(n) === 1 ? "one" : "other"];
    return text.replace("{n}", n);
  }

  function setLanguage(ui) {
    state.ui = ui;
    root.lang = ui;
    document.title = words("index_title") + " – mtcheck";
    for (const element of all("[data-t]")) element.textContent = words(element.dataset.t, element.dataset.n);
    for (const element of all("[data-t-label]")) element.setAttribute("aria-label", words(element.dataset.tLabel));
    for (const element of all("option[data-option]")) setOption(element, element.dataset.n);
    for (const button of all("[data-ui]")) button.setAttribute("aria-pressed", String(button.dataset.ui === ui));
    if (byId("find")) byId("find").placeholder = words("find");
    showTheme();
  }

  function setOption(option, n) {
    option.dataset.n = n;
    option.textContent = words("rule_option", n).replace("{name}", words(option.dataset.option));
  }

  const isDark = () => (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

  function showTheme() {
    const label = byId("theme").firstElementChild;
    label.dataset.t = isDark() ? "light" : "dark";
    label.textContent = words(label.dataset.t);
  }

  function switchTheme() {
    root.dataset.theme = isDark() ? "light" : "dark";
    store.set("theme", root.dataset.theme);
    showTheme();
  }

  // Filters

  // What a row has of each severity, counting only the rule that is chosen.
  function counted(row, rule) {
    const counts = [0, 0, 0];
    for (const [name, found] of Object.entries(row.rules)) {
      if (!rule || name === rule) found.forEach((n, place) => { counts[place] += n; });
    }
    return counts;
  }

  const kept = (counts) => counts.map((n, place) => (state.severities.has(SEVERITIES[place]) ? n : 0));
  const sum = (counts) => counts.reduce((a, b) => a + b, 0);
  const isFiltered = () => Boolean(state.rule) || state.severities.size < SEVERITIES.length;
  const named = (row) => !state.find || row.words.includes(state.find);

  function apply() {
    for (const row of rows) {
      row.counts = kept(counted(row, state.rule));
      row.element.hidden = !named(row) || (isFiltered() && !sum(row.counts));
      showRow(row);
    }
    const sorted = [...rows].sort((a, b) =>
      b.counts[0] - a.counts[0] || b.counts[1] - a.counts[1] || b.counts[2] - a.counts[2] || a.place - b.place);
    byId("list").append(...sorted.map((row) => row.element));
    showTotals();
  }

  function showRow(row) {
    for (const part of all(".tally > [data-severity]", row.element)) {
      const n = row.counts[SEVERITIES.indexOf(part.dataset.severity)];
      part.querySelector(".count").textContent = n;
      part.hidden = n === 0;
    }
    for (const kind of all(".kind", row.element)) {
      const n = sum(kept(row.rules[kind.dataset.rule]));
      kind.querySelector(".count").textContent = n;
      kind.hidden = n === 0 || (Boolean(state.rule) && kind.dataset.rule !== state.rule);
    }
  }

  function showTotals() {
    const candidates = rows.filter(named);
    const total = (rule) => candidates.map((row) => counted(row, rule)).reduce((a, b) => a.map((n, i) => n + b[i]), [0, 0, 0]);
    const ofRule = total(state.rule);
    for (const button of all(".filter")) {
      button.setAttribute("aria-pressed", String(state.severities.has(button.dataset.severity)));
      button.querySelector(".count").textContent = ofRule[SEVERITIES.indexOf(button.dataset.severity)];
    }
    for (const option of byId("rule-filter").options) setOption(option, sum(kept(total(option.value))));
    const listed = rows.filter((row) => !row.element.hidden).length;
    const label = byId("listed").firstElementChild;
    label.dataset.n = listed;
    label.textContent = words("n_listed", listed);
    byId("nothing").hidden = listed > 0;
  }

  function showAll() {
    state.severities = new Set(SEVERITIES);
    state.rule = byId("rule-filter").value = state.find = byId("find").value = "";
    apply();
  }

  // Wiring

  function wireFilters() {
    for (const button of all(".filter")) button.addEventListener("click", () => {
      const severity = button.dataset.severity;
      if (!state.severities.delete(severity)) state.severities.add(severity);
      apply();
    });
    byId("rule-filter").addEventListener("change", (event) => { state.rule = event.target.value; apply(); });
    byId("find").addEventListener("input", (event) => { state.find = event.target.value.trim().toLowerCase().normalize(); apply(); });
    byId("show-all").addEventListener("click", showAll);
    showAll();  // the browser may have kept what was chosen before a reload
  }

  document.addEventListener("DOMContentLoaded", () => {
    labels = JSON.parse(byId("labels").textContent);
    const counts = JSON.parse(byId("counts").textContent);
    rows = all("#list > li").map((element, place) => ({
      element, place, rules: counts[place], counts: [0, 0, 0],
      words: all(".title, .about > .path", element).map((part) => part.textContent).join("\n").toLowerCase().normalize(),
    }));
    for (const button of all("[data-ui]")) button.addEventListener("click", () => {
      setLanguage(button.dataset.ui);
      store.set("ui", state.ui);
    });
    byId("theme").addEventListener("click", switchTheme);
    if (byId("rule-filter")) wireFilters();
    const wished = store.get("ui") ?? (/^hi\b/.test(navigator.language) ? "hi" : "en");
    setLanguage(wished === "hi" ? "hi" : "en");
  });
})();

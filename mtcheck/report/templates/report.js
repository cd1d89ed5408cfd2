// Everything on the page can be read without this script; it adds filters, steps by keyboard and two switches.
const page = (() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const store = {
    // Storage may be forbidden for files opened from disk; the page then forgets, and works on.
    get(key) { try { return localStorage.getItem("mtcheck." + key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem("mtcheck." + key, value); return true; } catch { return false; } },
    remove(key) { try { localStorage.removeItem("mtcheck." + key); } catch { /* see above */ } },
  };
  const state = { ui: "en", severities: new Set(["major", "minor", "info"]), rule: "", undecided: false, current: null };
  const relabelled = []; // called when the labels' language has changed
  let labels, cards = [], shown = [];

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
    document.title = words(root.dataset.title ?? "title") + " – mtcheck";
    relabel(document);
    for (const element of all("option[data-option]")) setOption(element, element.dataset.n);
    for (const button of all("[data-ui]")) button.setAttribute("aria-pressed", String(button.dataset.ui === ui));
    for (const ref of all("a.ref")) labelRef(ref);
    for (const card of all(".card")) card.lang = ui;
    showTheme();
    for (const heard of relabelled) heard();
  }

  function relabel(part) {
    for (const element of all("[data-t]", part)) element.textContent = words(element.dataset.t, element.dataset.n);
    for (const element of all("[data-t-label]", part)) element.setAttribute("aria-label", words(element.dataset.tLabel));
  }

  function labelRef(ref) {
    const { severity, verdict } = byId(ref.dataset.f).dataset;
    const label = `${words("finding")} ${ref.dataset.n}: ${words(severity)}`;
    ref.setAttribute("aria-label", verdict ? `${label}, ${words("verdict:" + verdict)}` : label);
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

  const bySeverity = (card) => state.severities.has(card.dataset.severity);
  const byRule = (card) => !state.rule || card.dataset.rule === state.rule;
  const byDecision = (card) => !state.undecided || !card.dataset.verdict;

  function tally(list, key) {
    const counts = new Map();
    for (const item of list) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
    return counts;
  }

  function applyFilters() {
    for (const card of cards) card.hidden = !(bySeverity(card) && byRule(card) && byDecision(card));
    shown = cards.filter((card) => !card.hidden);
    if (state.current?.hidden) setCurrent(null);
    showCounts();
    showMarks();
    showPosition();
    byId("nothing").hidden = shown.length > 0;
  }

  function showCounts() {
    const undecided = cards.filter(byDecision);
    const severities = tally(undecided.filter(byRule), (card) => card.dataset.severity);
    byId("undecided").setAttribute("aria-pressed", String(state.undecided));
    for (const button of all(".filter")) {
      button.setAttribute("aria-pressed", String(state.severities.has(button.dataset.severity)));
      button.querySelector(".count").textContent = severities.get(button.dataset.severity) ?? 0;
    }
    const matching = undecided.filter(bySeverity);
    const rules = tally(matching, (card) => card.dataset.rule);
    for (const option of byId("rule-filter").options) {
      setOption(option, option.value ? rules.get(option.value) ?? 0 : matching.length);
    }
    const articles = tally(shown, (card) => card.id.split("-")[0] + card.dataset.severity);
    for (const part of all(".tally > span")) {
      const count = articles.get(part.parentElement.dataset.article + part.dataset.severity) ?? 0;
      part.querySelector(".count").textContent = count;
      part.hidden = count === 0;
    }
  }

  // Words keep the mark of the worst finding that is still shown.
  function showMarks() {
    const severities = new Map(shown.map((card) => [card.id, card.dataset.severity]));
    for (const mark of all("[data-f]")) {
      const left = mark.dataset.f.split(" ").map((id) => severities.get(id));
      const worst = ["major", "minor", "info"].find((severity) => left.includes(severity));
      mark.classList.remove("major", "minor", "info");
      mark.classList.toggle("off", !worst);
      if (worst) mark.classList.add(worst);
    }
  }

  function showAll() {
    state.severities = new Set(["major", "minor", "info"]);
    state.rule = byId("rule-filter").value = "";
    state.undecided = false;
    applyFilters();
  }

  function switchUndecided() {
    state.undecided = !state.undecided;
    applyFilters();
  }

  // Steps

  const marksOf = (card) => all(`[data-f~="${card.id}"]`, card.closest(".article"));

  function setCurrent(card) {
    if (state.current) {
      state.current.classList.remove("current");
      for (const mark of marksOf(state.current)) mark.classList.remove("current");
    }
    state.current = card;
    if (card) {
      card.classList.add("current");
      for (const mark of marksOf(card)) mark.classList.add("current");
    }
    showPosition();
  }

  function showPosition() {
    byId("at").textContent = state.current ? shown.indexOf(state.current) + 1 : "–";
    byId("shown").textContent = shown.length;
  }

  function goTo(card) {
    if (!card) return;
    if (card.hidden) showAll();
    setCurrent(card);
    const proof = card.querySelector(".proof");
    if (proof && byId("evidence").getAttribute("aria-pressed") === "true") proof.open = true;
    card.focus({ preventScroll: true });
    const fits = card.offsetHeight < innerHeight * 0.6;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    card.scrollIntoView({ block: fits ? "center" : "start", behavior: calm ? "instant" : "auto" });
  }

  function step(by) {
    if (!shown.length) return;
    const at = shown.indexOf(state.current);
    if (at >= 0) return goTo(shown[(at + by + shown.length) % shown.length]);
    const below = shown.findIndex((card) => card.getBoundingClientRect().top > 0);
    if (by > 0) return goTo(shown[Math.max(below, 0)]);
    goTo(shown.at(below > 0 ? below - 1 : -1));
  }

  // Evidence

  function showEvidence(open) {
    byId("evidence").setAttribute("aria-pressed", String(open));
    for (const proof of all(".proof")) proof.open = open && !("repeated" in proof.dataset);
  }

  function switchEvidence() {
    const open = byId("evidence").getAttribute("aria-pressed") !== "true";
    store.set("evidence", open ? "open" : "closed");
    showEvidence(open);
  }

  function lightPair(event) {
    const word = event.target.closest?.("[data-l]");
    for (const element of all(".lit")) element.classList.remove("lit");
    if (!word?.dataset.l) return;
    for (const link of word.dataset.l.split(" ")) {
      for (const element of all(`[data-l~="${link}"]`, word.closest(".pair"))) element.classList.add("lit");
    }
  }

  // Wiring

  const keys = {
    j: () => step(1), n: () => step(1), k: () => step(-1), p: () => step(-1),
    e: switchEvidence, u: switchUndecided, "?": () => byId("keys").showModal(),
  };
  const keysWork = () => store.get("keys") !== "off";

  function onKey(event) {
    const writing = event.target.closest?.("input, select, textarea, dialog");
    if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
    const idle = !cards.length && event.key !== "?";
    if (idle || !keysWork() || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  }

  function onClick(event) {
    const mark = event.target.closest("[data-f]");
    if (!mark || mark.classList.contains("off") || String(getSelection())) return;
    event.preventDefault();
    // Of several findings on the same words, clicking again leads on to the next one.
    const ids = mark.dataset.f.split(" ").filter((id) => !byId(id).hidden);
    goTo(byId(ids[(ids.indexOf(state.current?.id) + 1) % ids.length]));
  }

  function wireFindings() {
    for (const button of all(".filter")) button.addEventListener("click", () => {
      const severity = button.dataset.severity;
      if (!state.severities.delete(severity)) state.severities.add(severity);
      applyFilters();
    });
    byId("rule-filter").addEventListener("change", (event) => { state.rule = event.target.value; applyFilters(); });
    byId("previous").addEventListener("click", () => step(-1));
    byId("next").addEventListener("click", () => step(1));
    byId("evidence").addEventListener("click", switchEvidence);
    byId("undecided").addEventListener("click", switchUndecided);
    byId("show-all").addEventListener("click", showAll);
    document.addEventListener("click", onClick);
    document.addEventListener("mouseover", lightPair);
    document.addEventListener("focusin", (event) => {
      const card = event.target.closest?.(".card");
      if (card && card !== state.current) setCurrent(card);
    });
    showEvidence(store.get("evidence") !== "closed");
    applyFilters();
  }

  // Single keys may get in the way of speech input and of screen readers: they can be switched off.
  function wireKeys() {
    const box = byId("single-keys");
    box.checked = keysWork();
    root.classList.toggle("no-keys", !box.checked);
    box.addEventListener("change", () => {
      store.set("keys", box.checked ? "on" : "off");
      root.classList.toggle("no-keys", !box.checked);
    });
    byId("help").addEventListener("click", keys["?"]);
    document.addEventListener("keydown", onKey);
  }

  function wirePrint() {
    let closed = [];
    addEventListener("beforeprint", () => {
      closed = all("details:not([open])");
      for (const details of closed) details.open = true;
    });
    addEventListener("afterprint", () => { for (const details of closed) details.open = false; });
    byId("print").addEventListener("click", () => print());
  }

  document.addEventListener("DOMContentLoaded", () => {
    labels = JSON.parse(byId("labels").textContent);
    cards = all(".card");
    for (const button of all("[data-ui]")) button.addEventListener("click", () => {
      setLanguage(button.dataset.ui);
      store.set("ui", state.ui);
    });
    byId("theme").addEventListener("click", switchTheme);
    wireKeys();
    wirePrint();
    if (cards.length) wireFindings();
    const wished = store.get("ui") ?? (/^hi\b/.test(navigator.language) ? "hi" : "en");
    setLanguage(wished === "hi" ? "hi" : "en");
  });

  return { all, byId, store, state, words, keys, relabelled, relabel, labelRef, marksOf, goTo, applyFilters, shown: () => shown, labels: () => labels };
})();

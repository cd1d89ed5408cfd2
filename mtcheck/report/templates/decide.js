// Decisions on findings: kept in this browser, or at the server that sent the page. Needs report.js before it.
(() => {
  "use strict";
  const { all, byId, store, state, words, keys } = page;
  const SIGNS = { accepted: "✓", corrected: "✎", dismissed: "✕" };
  const FIELDS = ["verdict", "correction", "reason", "by", "at"];
  const MODEL = [
    "fingerprint", "path", "rule", "verdict", "sentence", "start", "end", "text", "severity", "correction", "reason",
    "by", "at", "message", "means", "intended", "suggestion", "evidence", "language",
  ];
  const POLL = 4000, PATIENCE = 15000; // milliseconds between two questions to the server, and after it did not answer
  // A group is what one decision is about: the findings of an article that share a fingerprint.
  const groups = [], byCard = new Map();
  let data, home, lastDecided = null, kept = true;

  const element = (tag, properties = {}, ...inside) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...inside);
    return made;
  };
  const cloned = (id) => byId(id).content.firstElementChild.cloneNode(true);
  const standing = (group) => (group.entries[0]?.verdict in SIGNS ? group.entries[0] : null);
  const editor = () => store.get("editor") ?? home.editor ?? "";
  // Invisible characters come along with words pasted from elsewhere; the joiners of Devanagari stay.
  const tidy = (text) => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, " ")
    .replace(/[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, "").replace(/\s+/g, " ").trim();

  function collect() {
    for (const article of data.articles) {
      const found = new Map();
      for (const finding of article.findings) {
        const group = found.get(finding.fingerprint) ?? { article, finding, cards: [], entries: [], seen: null };
        if (!found.has(finding.fingerprint)) groups.push(group);
        found.set(finding.fingerprint, group);
        const card = byId(finding.card);
        group.cards.push(card);
        byCard.set(card.id, group);
      }
    }
  }

  // Where decisions are kept: in this browser

  const browser = {
    key: ({ article, finding }) => `decision.${article.sha256 || article.path}.${finding.fingerprint}`,
    read(group) {
      try {
        const entry = JSON.parse(store.get(this.key(group)));
        group.entries = entry && entry.verdict in SIGNS ? [clean(entry)] : [];
      } catch { group.entries = []; }
    },
    start() {
      for (const group of groups) this.read(group);
      addEventListener("storage", (event) => this.again(groups.filter((one) => "mtcheck." + this.key(one) === event.key)));
      // A window that slept may have missed what another one decided.
      document.addEventListener("visibilitychange", () => { if (kept && !document.hidden) this.again(groups); });
      addEventListener("beforeunload", (event) => { if (!kept) event.preventDefault(); });
    },
    again(some) {
      for (const group of some) {
        const before = JSON.stringify(group.entries);
        this.read(group);
        if (JSON.stringify(group.entries) !== before) show(group);
      }
      showProgress();
    },
    async save(group, entry) {
      if (entry.verdict in SIGNS) {
        group.entries = [clean(entry)];
        kept = store.set(this.key(group), JSON.stringify(entry)) && kept;
      } else {
        group.entries = [];
        store.remove(this.key(group));
      }
      byId("not-kept").hidden = kept;
    },
  };

  const clean = (entry) => Object.fromEntries(FIELDS.map((key) => [key, typeof entry[key] === "string" ? entry[key] : ""]));

  // Where decisions are kept: at a server, which other editors use too

  const server = {
    address: () => `/api/articles/${data.server.article}/decisions`,
    start() {
      this.take(data.server.findings, data.server.last, false);
      setTimeout(() => this.poll(), POLL);
      document.addEventListener("visibilitychange", () => { if (!document.hidden) this.ask(); });
    },
    take(findings, last, tell = true) {
      data.server.last = Math.max(data.server.last, last);
      for (const group of groups) {
        const entries = findings[group.finding.fingerprint];
        if (!entries || entries[0].id === group.entries[0]?.id) continue;
        group.entries = entries;
        show(group);
        if (!tell || entries[0].by === editor()) continue;
        lastDecided = null; // what can be undone at one stroke is one's own
        tellOf(group, "told_other");
      }
    },
    async poll() {
      if (!document.hidden) await this.ask();
      setTimeout(() => this.poll(), byId("offline").hidden ? POLL : PATIENCE);
    },
    async ask() {
      try {
        const answer = await fetch(`${this.address()}?after=${data.server.last}`, { cache: "no-store" });
        if (answer.ok) {
          const { findings, last } = await answer.json();
          this.take(findings, last);
          showProgress();
        }
        byId("offline").hidden = answer.ok || answer.status === 404;
      } catch { byId("offline").hidden = false; }
    },
    async save(group, entry) {
      const body = { ...entry, fingerprint: group.finding.fingerprint, seen: group.seen ?? group.entries[0]?.id ?? 0 };
      let answer = await this.post(body);
      if (answer.status === 403) {
        await this.renew(); // the server was started anew, or another window has begun a new session
        answer = await this.post(body);
      }
      const told = await answer.json().catch(() => ({}));
      if (answer.status === 409) {
        group.entries = told.entries;
        throw { conflict: true };
      }
      if (!answer.ok) throw new Error(words(answer.status === 404 ? "gone" : "refused"));
      group.entries = told.entries;
    },
    post(body) {
      const headers = { "Content-Type": "application/json", "X-CSRF-Token": data.server.token };
      return fetch(this.address(), { method: "POST", headers, body: JSON.stringify(body) });
    },
    async renew() {
      const answer = await fetch("/api/session", { cache: "no-store" });
      if (answer.ok) data.server.token = (await answer.json()).token;
    },
  };

  // Deciding

  async function decide(group, verdict, { correction = "", reason = "" } = {}) {
    const by = await askName();
    if (!by) return false;
    const at = new Date().toISOString().replace("Z", "+00:00");
    const entry = { verdict, correction: tidy(correction), reason: tidy(reason), by, at };
    const next = page.shown()[page.shown().indexOf(state.current) + 1];
    try {
      await home.save(group, entry);
    } catch (problem) {
      return refused(group, entry, problem);
    }
    group.seen = null;
    closeForms(group);
    warn(group, null);
    lastDecided = group;
    show(group);
    showProgress();
    tellOf(group, verdict in SIGNS ? "told" : "told_undecided");
    if (state.undecided) moveOn(next);
    return true;
  }

  // With only the undecided in view, the finding just decided leaves; the editor goes on with the next one.
  function moveOn(next) {
    page.applyFilters();
    const left = page.shown();
    if (left.length) page.goTo(left.includes(next) ? next : left.at(-1));
    else byId("undecided").focus();
  }

  function refused(group, entry, problem) {
    if (problem.conflict) return clash(group, entry);
    const text = problem instanceof TypeError ? words("no_connection") : problem.message;
    warn(group, element("p", { textContent: words("not_saved").replace("{why}", text) }));
    return false;
  }

  function clash(group, mine) {
    const theirs = group.entries[0];
    group.seen = theirs.id;
    closeForms(group); // what was written in it stands in the notice
    show(group);
    showProgress();
    const others = element("p", {}, element("strong", { textContent: words("conflict").replace("{name}", theirs.by || words("somebody")) }), " ", sentenceOf(theirs));
    const own = element("p", {}, words("yours") + " ", sentenceOf(mine));
    const keep = element("button", { type: "button", textContent: words("keep_theirs") });
    const again = element("button", { type: "button", textContent: words("decide_mine") });
    keep.addEventListener("click", () => {
      group.seen = null;
      closeForms(group);
      warn(group, null);
      group.cards[0].focus({ preventScroll: true });
    });
    again.addEventListener("click", () => decide(group, mine.verdict, mine));
    warn(group, others, own, element("p", { className: "actions" }, keep, again));
    keep.focus();
    return false;
  }

  function warn(group, ...content) {
    for (const card of group.cards) all(".warning", card).forEach((old) => old.remove());
    if (content[0]) group.cards[0].querySelector(".verdicts").before(element("div", { className: "warning", role: "alert" }, ...content));
  }

  const undo = (group) => standing(group) && decide(group, "withdrawn");

  function askName() {
    if (editor()) return Promise.resolve(editor());
    const dialog = byId("name-dialog"), field = dialog.querySelector("input");
    field.value = "";
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => dialog.addEventListener("close", () => {
      const name = tidy(field.value);
      if (dialog.returnValue !== "save" || !name) return resolve("");
      home.editor = name;
      store.set("editor", name);
      showName();
      resolve(name);
    }, { once: true }));
  }

  function changeName() {
    const before = editor();
    home.editor = "";
    store.remove("editor");
    askName().then((name) => {
      if (name) return;
      home.editor = before;
      if (before) store.set("editor", before);
    });
  }

  // Forms

  const opened = (group) => group.cards.flatMap((card) => all(".decide form", card));

  function closeForms(group) {
    for (const form of opened(group)) form.remove();
    for (const card of group.cards) all("[aria-expanded]", card).forEach((button) => button.setAttribute("aria-expanded", "false"));
  }

  function openForm(card, verdict) {
    const group = byCard.get(card.id), before = standing(group);
    if (opened(group).some((form) => form.dataset.verdict === verdict)) return closeForms(group);
    closeForms(group);
    tell(""); // on a phone it would lie over the form
    const form = cloned(`form-${verdict}`);
    page.relabel(form);
    // What the editor sees now is what the decision is made on, whatever others decide while the form is open.
    group.seen = group.entries[0]?.id ?? 0;
    if (verdict === "corrected") {
      form.elements.correction.value = before?.correction || group.finding.suggestion;
      form.elements.correction.lang = group.article.language;
      form.elements.reason.value = before?.verdict === verdict ? before.reason : "";
    } else if (before?.verdict === verdict) {
      const [reason, remark] = parted(before.reason);
      form.elements.why.value = reason || "other";
      form.elements.reason.value = remark;
    }
    form.addEventListener("submit", (event) => { event.preventDefault(); submit(group, form, verdict); });
    form.querySelector(".cancel").addEventListener("click", () => cancel(group, card));
    form.addEventListener("keydown", (event) => { if (event.key === "Escape") cancel(group, card); });
    card.querySelector(".verdicts").after(form);
    card.querySelector(`.verdicts [data-verdict=${verdict}]`).setAttribute("aria-expanded", "true");
    const first = verdict === "corrected" ? form.elements.correction : form.querySelector("input:checked");
    first.focus();
    first.select?.();
  }

  function cancel(group, card) {
    group.seen = null;
    closeForms(group);
    card.focus({ preventScroll: true });
  }

  function submit(group, form, verdict) {
    const remark = tidy(form.elements.reason.value), needed = form.elements.correction ?? form.elements.reason;
    const given = verdict === "corrected" ? tidy(form.elements.correction.value) : form.elements.why.value !== "other" || remark;
    needed.setCustomValidity(given ? "" : words(verdict === "corrected" ? "needs_words" : "needs_reason"));
    if (!form.reportValidity()) return needed.addEventListener("input", () => needed.setCustomValidity(""), { once: true });
    const card = form.closest(".card");
    const reason = verdict === "corrected" ? remark : joined(form.elements.why.value, remark);
    decide(group, verdict, { correction: form.elements.correction?.value, reason }).then((done) => {
      if (done && !card.hidden) card.focus({ preventScroll: true });
    });
  }

  // A reason is stored in English, so that decisions of several editors can be counted together.
  const english = (key) => page.labels().en["reason:" + key];
  const joined = (key, remark) => (key === "other" ? remark : remark ? `${english(key)}: ${remark}` : english(key));

  function parted(reason) {
    const key = data.reasons.find((one) => reason === english(one) || reason.startsWith(english(one) + ": "));
    return key ? [key, reason.slice(english(key).length + 2)] : ["", reason];
  }

  // Showing

  function sentenceOf(entry) {
    const line = element("span", { className: "said" });
    const verdict = entry.verdict in SIGNS ? entry.verdict : "withdrawn";
    line.append(element("strong", { textContent: `${SIGNS[verdict] ?? "↺"} ${words("verdict:" + verdict)}` }));
    if (entry.correction) line.append(": ", element("ins", { className: "suggestion", dir: "auto", textContent: entry.correction }));
    const [key, remark] = parted(entry.reason);
    const reason = [key && words("reason:" + key), remark].filter(Boolean).join(": ");
    if (reason) line.append(" – ", element("bdi", { textContent: reason }));
    line.append(" ", element("span", { className: "muted" }, "(", element("bdi", { textContent: entry.by || words("somebody") }), timeOf(entry), ")"));
    return line;
  }

  function timeOf({ at }) {
    const time = new Date(at);
    if (!at || Number.isNaN(time.getTime())) return "";
    const locale = state.ui === "hi" ? "hi-IN" : "en-GB";
    return ", " + time.toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
  }

  function show(group) {
    const entry = standing(group);
    for (const card of group.cards) {
      if (entry) card.dataset.verdict = entry.verdict;
      else delete card.dataset.verdict;
      for (const button of all(".verdicts [data-verdict]", card)) {
        button.setAttribute("aria-pressed", String(button.dataset.verdict === entry?.verdict));
      }
      const line = card.querySelector(".decided");
      line.hidden = !entry;
      line.firstElementChild.replaceChildren(...(entry ? [sentenceOf(entry)] : []));
      showHistory(card, group);
      for (const mark of page.marksOf(card)) showMark(mark);
    }
  }

  function showHistory(card, group) {
    const earlier = group.entries.slice(1), box = card.querySelector(".history");
    box.hidden = !earlier.length;
    const [now] = group.entries;
    const differs = earlier.some((entry) => entry.by !== now.by && (entry.verdict !== now.verdict || entry.correction !== now.correction));
    box.firstElementChild.textContent = words(differs ? "history_differs" : "history", earlier.length);
    box.lastElementChild.replaceChildren(...earlier.map((entry) => element("li", {}, sentenceOf(entry))));
  }

  function showMark(mark) {
    const verdicts = mark.dataset.f.split(" ").map((id) => byId(id).dataset.verdict);
    mark.classList.toggle("dismissed", verdicts.every((verdict) => verdict === "dismissed"));
    if (!mark.classList.contains("ref")) return;
    if (verdicts[0]) mark.dataset.sign = SIGNS[verdicts[0]];
    else delete mark.dataset.sign;
    page.labelRef(mark);
  }

  const counted = (n, total) => words("n_decided", n).replace("{total}", total);

  function showProgress() {
    const cards = all(".card");
    const done = cards.filter((card) => card.dataset.verdict).length;
    for (const text of all(".decided-count")) text.textContent = counted(done, cards.length);
    byId("progress").max = cards.length;
    byId("progress").value = done;
    byId("left").textContent = cards.length - done;
    byId("all-decided").hidden = done < cards.length;
    byId("undo").hidden = !(lastDecided && standing(lastDecided));
    const articles = new Map();
    for (const card of cards) {
      const article = card.id.split("-")[0], sum = articles.get(article) ?? [0, 0];
      articles.set(article, [sum[0] + Boolean(card.dataset.verdict), sum[1] + 1]);
    }
    for (const share of all(".share")) {
      const sum = articles.get(share.dataset.article);
      share.textContent = sum ? `${sum[0] === sum[1] ? "✓ " : ""}${counted(...sum)}` : "";
    }
  }

  function showName() {
    byId("editor").hidden = !editor();
    byId("editor-name").textContent = editor();
  }

  function showAll() {
    tell("");
    for (const group of groups) show(group);
    showProgress();
    showName();
  }

  function tellOf(group, key) {
    const entry = standing(group), [{ by }] = group.entries.length ? group.entries : [{}];
    const verdict = words(entry ? "verdict:" + entry.verdict : "undecided");
    const number = group.cards[0].querySelector(".number").textContent;
    tell(words(key, number).replace("{verdict}", verdict).replace("{name}", by || words("somebody")));
  }

  let silence;

  function tell(text) {
    clearTimeout(silence);
    byId("told").textContent = text;
    silence = setTimeout(() => { byId("told").textContent = ""; }, 12000);
  }

  // Out and in

  function decisionOf({ article, finding }, entry) {
    const full = { ...finding, ...clean(entry), path: article.path, language: article.language };
    full.sentence = article.texts[finding.sentence];
    full.evidence = finding.evidence.map((index) => article.texts[index]);
    return Object.fromEntries(MODEL.map((key) => [key, full[key]]));
  }

  function save() {
    const decisions = groups.filter(standing).map((group) => decisionOf(group, standing(group)));
    const text = JSON.stringify({ schema: data.schema, decisions }, null, 1) + "\n";
    const name = ["decisions", editor()].filter(Boolean).join("-").replace(/[^\p{L}\p{M}\p{N}-]+/gu, "-");
    const link = element("a", { download: name + ".json", href: URL.createObjectURL(new Blob([text], { type: "application/json" })) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    kept = true;
  }

  async function load(files) {
    const sums = { taken: 0, older: 0, foreign: 0 }, bad = [];
    for (const file of files) {
      try {
        const content = JSON.parse(await file.text());
        if (content.schema !== data.schema || !content.decisions.every((one) => one?.fingerprint)) throw new Error("schema");
        for (const decision of content.decisions) await merge(decision, sums);
      } catch { bad.push(file.name); }
    }
    showAll();
    if (state.undecided) page.applyFilters();
    tell([
      words("imported", sums.taken),
      sums.older ? words("imported_older", sums.older) : "",
      sums.foreign ? words("imported_foreign", sums.foreign) : "",
      ...bad.map((name) => words("imported_bad").replace("{name}", name)),
    ].filter(Boolean).join(" "));
  }

  // The same article may lie under another path for another editor: then the fingerprint alone must do.
  async function merge(decision, sums) {
    const same = groups.filter((group) => group.finding.fingerprint === decision.fingerprint);
    const here = same.filter((group) => group.article.path === decision.path);
    if (!(decision.verdict in SIGNS) || !same.length) return void (sums.foreign += 1);
    for (const group of here.length ? here : same) {
      const mine = standing(group);
      const older = mine && (Date.parse(mine.at) || 0) >= (Date.parse(decision.at) || 0);
      sums[older ? "older" : "taken"] += 1;
      if (!older) await home.save(group, clean(decision));
    }
  }

  // Wiring

  const choose = {
    accepted: (card) => { closeForms(byCard.get(card.id)); return decide(byCard.get(card.id), "accepted"); },
    corrected: (card) => openForm(card, "corrected"),
    dismissed: (card) => openForm(card, "dismissed"),
  };

  function onCurrent(verdict) {
    if (state.current) choose[verdict](state.current);
    else keys.j();
  }

  function undoLast() {
    const group = (state.current && byCard.get(state.current.id)) ?? null;
    if (group && standing(group)) undo(group);
    else if (lastDecided) undo(lastDecided);
  }

  function wireCards() {
    for (const card of all(".card")) {
      const controls = cloned("decide-template");
      card.querySelector(".decide-here").replaceWith(controls);
      for (const button of all(".verdicts [data-verdict]", controls)) {
        button.addEventListener("click", () => choose[button.dataset.verdict](card));
      }
      controls.querySelector(".undo").addEventListener("click", () => {
        undo(byCard.get(card.id));
        card.focus({ preventScroll: true });
      });
    }
  }

  function wire() {
    Object.assign(keys, {
      a: () => onCurrent("accepted"), c: () => onCurrent("corrected"), d: () => onCurrent("dismissed"), z: undoLast,
    });
    byId("undo").addEventListener("click", () => undo(lastDecided));
    byId("change-name").addEventListener("click", changeName);
    byId("name-dialog").querySelector(".cancel").addEventListener("click", () => byId("name-dialog").close(""));
    byId("export").addEventListener("click", save);
    const file = byId("import-file");
    byId("import")?.addEventListener("click", () => file.click());
    file?.addEventListener("change", () => load([...file.files]).then(() => { file.value = ""; }));
    page.relabelled.push(showAll);
  }

  document.addEventListener("DOMContentLoaded", () => {
    data = JSON.parse(byId("findings").textContent);
    if (!all(".card").length) return;
    home = data.server ? server : browser;
    collect();
    wireCards();
    wire();
    home.start();
    for (const card of all(".card")) page.relabel(card.querySelector(".decide"));
    showAll();
  });
})();

// The list of articles at the review server: counts that follow what editors decide, and the import of decisions.
(() => {
  "use strict";
  const { all, byId, words } = page;
  const POLL = 8000, PATIENCE = 20000; // milliseconds between two questions to the server, and after it did not answer
  let data;

  const counted = (n, total) => words("n_decided", n).replace("{total}", total);

  function showShare(share) {
    const { decided, total } = share.dataset;
    if (total === "0") share.textContent = words("no_findings");
    else share.textContent = decided === total ? `✓ ${words("all_decided")}` : counted(decided, total);
  }

  function showCounts() {
    for (const share of all(".share")) showShare(share);
    const sum = byId("all-count");
    if (!sum) return;
    sum.textContent = counted(sum.dataset.decided, sum.dataset.total);
    byId("progress").max = sum.dataset.total;
    byId("progress").value = sum.dataset.decided;
  }

  function take({ total, decided, articles }) {
    for (const line of all("[data-article]")) {
      const now = articles[line.dataset.article];
      if (!now) continue;
      line.classList.toggle("done", now.decided === now.total);
      Object.assign(line.querySelector(".share").dataset, { decided: now.decided, total: now.total });
      for (const part of all("[data-severity]", line)) {
        part.querySelector(".count").textContent = now[part.dataset.severity];
        part.hidden = !now[part.dataset.severity];
      }
    }
    if (byId("all-count")) Object.assign(byId("all-count").dataset, { total, decided });
    showCounts();
  }

  async function ask() {
    try {
      const ids = all("[data-article]").map((line) => line.dataset.article).join(",");
      const answer = await fetch("/api/articles?ids=" + ids, { cache: "no-store" });
      if (answer.ok) take(await answer.json());
      byId("offline").hidden = answer.ok;
    } catch { byId("offline").hidden = false; }
  }

  async function poll() {
    if (!document.hidden) await ask();
    setTimeout(poll, byId("offline").hidden ? POLL : PATIENCE);
  }

  async function send(file) {
    const headers = { "Content-Type": "application/json", "X-CSRF-Token": data.token };
    const post = () => fetch("/api/decisions", { method: "POST", headers, body: file });
    let answer = await post();
    if (answer.status === 403) {
      data.token = headers["X-CSRF-Token"] = (await (await fetch("/api/session", { cache: "no-store" })).json()).token;
      answer = await post();
    }
    if (!answer.ok) return words("imported_bad").replace("{name}", file.name);
    const { read, new: added } = await answer.json();
    return [words("imported", added), read > added ? words("imported_known", read - added) : ""].filter(Boolean).join(" ");
  }

  async function load(files) {
    const lines = [];
    for (const file of files) lines.push(await send(file).catch(() => words("offline")));
    byId("told").textContent = lines.join(" ");
    await ask();
  }

  document.addEventListener("DOMContentLoaded", () => {
    data = JSON.parse(byId("overview").textContent);
    const file = byId("import-file");
    byId("import").addEventListener("click", () => file.click());
    file.addEventListener("change", () => load([...file.files]).then(() => { file.value = ""; }));
    document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
    page.relabelled.push(showCounts);
    showCounts();
    setTimeout(poll, POLL);
  });
})();

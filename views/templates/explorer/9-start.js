// Keys, buttons, and the start.
const say = (text) => { byId("says").textContent = text; };
function tell() {
  const parts = [plural(current.seen.size, "entity", "entities")];
  if (current.closed.size) parts.push(plural(current.closed.size, "cluster", "clusters"));
  parts.push(plural(current.lines.size, "line", "lines"));
  byId("shown").textContent = parts.join(" · ");
  byId("empty").hidden = current.seen.size + current.closed.size > 0;
  if (byId("close-clusters")) byId("close-clusters").disabled = state.open.size === 0;
}

function reset() { const whatif = state.whatif; state = fresh(); state.whatif = whatif; moved.clear(); syncFilters(); show({ fit: true }); choose(null); filterRows(); }
function zoom(by) { network.moveTo({ scale: network.getScale() * by, animation: animation() }); }

const KEYS = {
  ArrowLeft: () => go(-1, 0), ArrowRight: () => go(1, 0), ArrowUp: () => go(0, -1), ArrowDown: () => go(0, 1),
  Enter: () => (state.selected === null ? null : isCluster(state.selected) ? openUp(state.selected) : card.querySelector(".title").focus()),
  Escape: () => { state.path = null; choose(null); },
  e: () => own((id) => { expand(id); show(); choose(id); }), c: () => own((id) => { collapse(id); show(); choose(id); }),
  p: () => own((id) => { togglePin(id); choose(id); show(); }),
  "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3), 0: () => fitAll(undefined, animation()),
};
function go(dx, dy) { const next = towards(dx, dy); if (next !== null) choose(next, { move: true }); }
function own(act) { if (state.selected !== null && !isCluster(state.selected)) act(state.selected); }

function listen() {
  const on = (id, event, act) => byId(id)?.addEventListener(event, act);
  byId("stage").addEventListener("keydown", (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? null : KEYS[event.key] ?? KEYS[event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) { event.preventDefault(); byId("search").focus(); }
  });
  searchBox(byId("search"), byId("search-found"), (node) => choose(node, { move: true, focus: true }));
  searchBox(byId("path-to"), byId("path-found"), endPath);
  on("path-cancel", "click", () => { byId("path").hidden = true; });
  on("confidence", "input", ({ target }) => { state.confidence = Math.round(target.value * 100); refilter(); });
  for (const id of ["from", "to"]) on(id, "change", ({ target }) => {
    const fine = target.value === "" || /^\d{4}(-\d\d(-\d\d)?)?$/.test(target.value);
    target.setAttribute("aria-invalid", String(!fine));
    if (fine) { state[id] = target.value; refilter(); } else say("Write a date as 2025, 2025-01 or 2025-01-31.");
  });
  on("whatif", "click", () => { state.whatif = !state.whatif; refilter(); });
  on("zoom-in", "click", () => zoom(1.3));
  on("zoom-out", "click", () => zoom(1 / 1.3));
  on("fit", "click", () => fitAll(undefined, animation()));
  on("reset", "click", reset);
  on("open-clusters", "click", () => { clusters.forEach((_, place) => state.open.add(place)); show({ fit: true }); address(); });
  on("close-clusters", "click", () => { state.open.clear(); state.added.clear(); show({ fit: true }); choose(null); });
  on("save-svg", "click", saveSvg);
  on("save-png", "click", savePng);
  on("copy", "click", async () => {
    address();
    try { await navigator.clipboard.writeText(location.href); say("The link is copied."); } catch { say("The link is in the address bar."); }
  });
  on("open-records", "click", () => openRecords(!recordsOpen));
  addEventListener("hashchange", readAddress);
  dark.addEventListener("change", () => { buildFilters(); choose(state.selected); });
}

begin();
buildFilters();
listen();
readAddress();

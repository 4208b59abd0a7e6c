// Choosing, searching, filtering: everything that a hand or a key does.
function choose(id, { move = false, focus = false } = {}) {
  if (id !== null && !isCluster(id) && !current.seen.has(id)) {
    // Chosen from a list while not in the picture: bring it in, out of its cluster and past the filters.
    state.hidden.delete(id);
    state.kindsOff.delete(nodes.kind[id]);
    if (!isSeen(id)) state.added.add(id);
    syncFilters();
    state.selected = id;
    show();
  }
  state.selected = id;
  hovered = null;
  if (id !== null && state.path && !state.path.nodes.includes(id)) state.path = null;
  network.unselectAll();
  restyle();
  fill(id === null ? (state.path ? pathCard(state.path) : data.about.length ? nodeCard(data.about[0]) : emptyCard()) : isCluster(id) ? clusterCard(id) : nodeCard(id), { focus });
  if (move && id !== null) centre(id);
  if (id !== null) say(nameOf(id));
  address();
}

function chooseLine(id) {
  const line = current.lines.get(id);
  state.selected = null;
  fill([
    make("p", { class: "kind dim" }, line.bundle ? "claims between clusters" : "claims"),
    make("h2", { class: "title", tabindex: "-1" }, `${nameOf(line.start)} ${line.bundle ? "and" : "to"} ${nameOf(line.stop)}`),
    claimList(line.claims),
  ]);
}

function openUp(id) {
  if (isCluster(id)) {
    state.open.add(Number(id.slice(1)));
    state.selected = null;
    show();
    const inside = [...current.seen].filter((node) => nodes.home[node] === Number(id.slice(1)));
    fitAll(inside, animation());
    fill(emptyCard());
    address();
  } else { expand(id); show(); choose(id); }
}

function togglePin(id) { if (!state.pinned.delete(id)) state.pinned.add(id); }

// A search box with a list of what fits: arrow keys and Enter, as ARIA describes a combobox.
function searchBox(input, list, chosen) {
  let found = [], at = -1;
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); at = -1; };
  const pick = (node) => { input.value = ""; close(); chosen(node); };
  const mark = () => [...list.children].forEach((item, place) => {
    item.setAttribute("aria-selected", String(place === at));
    if (place === at) { input.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); }
  });
  input.addEventListener("input", () => {
    const typed = fold(input.value.trim());
    found = typed ? matches(typed) : [];
    list.replaceChildren(...found.map((node, place) => make("li", { role: "option", id: `${list.id}-${place}`, "aria-selected": "false",
      onpointerdown: (event) => { event.preventDefault(); pick(node); } },
      swatch(nodes.kind[node]), make("span", {}, nameOf(node)), make("span", { class: "dim" }, kinds[nodes.kind[node]].label))));
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    at = found.length ? 0 : -1;
    mark();
    if (typed) say(plural(found.length, "name found", "names found"));
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { input.value = ""; close(); }
    if (!found.length || list.hidden) return;
    if (event.key === "ArrowDown") at = (at + 1) % found.length;
    else if (event.key === "ArrowUp") at = (at + found.length - 1) % found.length;
    else if (event.key === "Enter") { event.preventDefault(); return void pick(found[at]); } else return;
    event.preventDefault();
    mark();
  });
  input.addEventListener("blur", close);
}
function matches(typed) {
  const found = [];
  folded.forEach((name, node) => { const place = name.indexOf(typed); if (place >= 0) found.push([place === 0 ? 0 : name[place - 1] === " " ? 1 : 2, -degree[node], node]); });
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).slice(0, 12).map((each) => each[2]);
}

let pathStart = null;
function startPath(id) {
  pathStart = id;
  byId("path-start").textContent = `Path from ${nameOf(id)} to`;
  byId("path").hidden = false;
  byId("path-to").focus();
}
function endPath(to) {
  byId("path").hidden = true;
  const way = wayBetween(pathStart, to);
  if (way === null) { say("There is no path along the claims that pass the filters."); byId("card").querySelector(".title")?.focus(); return; }
  state.path = way;
  state.selected = null;
  show();
  fitAll(way.nodes, animation());
  fill(pathCard(way), { focus: true });
  address();
}

// Filters: the legend is the filter. Each box is one class, relation or modality.
function boxes(holder, set, items) {
  for (const { place, mark, text, number } of items)
    holder.append(make("label", { class: "box" },
      make("input", { type: "checkbox", "data-place": place, onchange: (event) => {
        if (event.target.checked) state[set].delete(place); else state[set].add(place);
        refilter();
      } }), mark, make("span", {}, text), make("span", { class: "dim number" }, number.toLocaleString("en"))));
}
function tally(column) { const found = new Map(); for (const value of column) found.set(value, (found.get(value) ?? 0) + 1); return found; }
function lineSample(dashes) {
  const drawn = make("canvas", { width: 56, height: 16, class: "sample", "aria-hidden": "true" });
  const ctx = drawn.getContext("2d");
  ctx.strokeStyle = theme.dim;
  ctx.lineWidth = 3;
  ctx.setLineDash(dashes.map((length) => length * 1.6));
  ctx.beginPath();
  ctx.moveTo(2, 8);
  ctx.lineTo(54, 8);
  ctx.stroke();
  return drawn;
}
function buildFilters() {
  const sorted = (column, text) => [...tally(column)].sort((a, b) => b[1] - a[1]).map(([place, number]) => ({ place, number, text: text(place) }));
  for (const id of ["kinds", "modalities", "relations"]) byId(id).replaceChildren();
  boxes(byId("kinds"), "kindsOff", sorted(nodes.kind, (kind) => kinds[kind].plural).map((item) => ({ ...item, mark: swatch(item.place) })));
  boxes(byId("modalities"), "modalitiesOff", sorted(claims.m, (mode) => modalities[mode].label).map((item) => ({ ...item, mark: lineSample(modalities[item.place].line) })));
  boxes(byId("relations"), "relationsOff", sorted(claims.r, (relation) => relations[relation].label));
  syncFilters();
}
function syncFilters() {
  for (const [id, set] of [["kinds", "kindsOff"], ["modalities", "modalitiesOff"], ["relations", "relationsOff"]])
    for (const box of byId(id).querySelectorAll("input")) box.checked = !state[set].has(Number(box.dataset.place));
  byId("confidence").value = state.confidence / 100;
  byId("confidence-says").textContent = (state.confidence / 100).toFixed(2);
  byId("from").value = state.from;
  byId("to").value = state.to;
  if (byId("whatif")) byId("whatif").setAttribute("aria-pressed", String(state.whatif));
}
function refilter() {
  if (state.path && !state.path.claims.every(passes)) state.path = null;
  syncFilters();
  show();
  if (state.selected !== null && !isCluster(state.selected)) fill(nodeCard(state.selected));
  filterRows();
  address();
}

// The table below shows what the filters leave; it costs nothing while it is closed.
let recordsOpen = false;
function openRecords(open) {
  recordsOpen = open;
  document.documentElement.classList.toggle("records-open", open);
  byId("open-records").setAttribute("aria-expanded", String(open));
  filterRows();
}
function filterRows() {
  if (!recordsOpen) return;
  for (let claim = 0; claim < claims.s.length; claim++)
    rows[claim].hidden = !passes(claim) || state.kindsOff.has(nodes.kind[claims.s[claim]]) || state.kindsOff.has(nodes.kind[claims.o[claim]]);
}

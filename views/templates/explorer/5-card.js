// The card: what is claimed about the thing that is chosen, with the words that say so.
const card = byId("card");
const MORE = 40;

function swatch(kind) {
  const drawn = make("canvas", { width: 36, height: 36, class: "swatch", "aria-hidden": "true" });
  const ctx = drawn.getContext("2d");
  ctx.fillStyle = theme.hues[kind];
  ctx.fill(new Path2D(outline(kinds[kind].shape, 18, 18, 13)));
  ctx.fillStyle = theme.on[kind];
  ctx.font = `15px ${data.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(kinds[kind].glyph, 18, 19);
  return drawn;
}

const toNode = (id) => make("button", { type: "button", class: "name", onclick: () => choose(id, { move: true, focus: true }) }, nameOf(id));

function passage(number) {
  const said = byId(`p${number}`);
  const source = said?.closest("section");
  return make("figure", { class: "passage" },
    make("blockquote", {}, said?.querySelector("q")?.textContent || said?.textContent || ""),
    make("figcaption", { class: "dim" }, source?.querySelector(".about")?.textContent ?? "", " ",
      make("a", { href: `#p${number}`, onclick: (event) => { event.preventDefault(); toRecord(`p${number}`); } }, `[${number}]`)));
}

function claimItem(claim, from) {
  const [subject, object] = [claims.s[claim], claims.o[claim]];
  const mode = modalities[claims.m[claim]];
  const said = from === undefined
    ? [toNode(subject), ` ${relations[claims.r[claim]].label} `, toNode(object)]
    : [`${words(claim, from)} `, toNode(otherEnd(claim, from))];
  const facts = [mode.label, `confidence ${(claims.c[claim] / 100).toFixed(2)}`, cell(claim, "when"), cell(claim, "said by")];
  return make("li", { class: "claim", "data-claim": claim },
    make("p", { class: "said" }, ...said),
    make("p", { class: "dim facts" }, make("span", { class: "tag" }, facts[0]), " ", facts.slice(1).filter(Boolean).join(" · ")),
    ...passagesOf(claim).map(passage));
}

function claimList(list, from) {
  const items = make("ul", { class: "claims" }, ...list.slice(0, MORE).map((claim) => claimItem(claim, from)));
  if (list.length > MORE) {
    const rest = make("button", { type: "button", onclick: () => {
      const next = list.slice(MORE).map((claim) => claimItem(claim, from));
      rest.closest("li").replaceWith(...next);
      next[0].querySelector("button")?.focus();
    } }, `Show ${plural(list.length - MORE, "more claim", "more claims")}`);
    items.append(make("li", {}, rest));
  }
  return items;
}

const tool = (text, act, pressed) => make("button", { type: "button", "aria-pressed": pressed == null ? null : String(pressed), onclick: act }, text);

function nodeCard(id) {
  const own = claimsOf[id].filter(passes).sort((a, b) => claims.c[b] - claims.c[a] || a - b);
  const rank = rankOf(id);
  const exposed = state.whatif && scenario && scenario.reached[id];
  return [
    make("p", { class: "kind dim" }, swatch(nodes.kind[id]), ` ${kinds[nodes.kind[id]].label}`),
    make("h2", { class: "title", tabindex: "-1" }, nameOf(id)),
    exposed && make("p", { class: "exposed" }, make("b", {}, exposed[0].toFixed(2)), ` exposure${rank ? `, rank ${rank}` : ""}`,
      exposed[2] > exposed[1] ? make("span", { class: "dim" }, ` (${exposed[1].toFixed(2)} to ${exposed[2].toFixed(2)})`) : ""),
    make("div", { class: "tools" },
      tool("Expand", () => { expand(id); show(); address(); }),
      tool("Collapse", () => { collapse(id); show(); address(); }),
      tool(state.pinned.has(id) ? "Unpin" : "Pin", () => { togglePin(id); choose(id, { focus: true }); }, state.pinned.has(id)),
      tool("Hide", () => { state.pinned.delete(id); state.added.delete(id); state.hidden.add(id); choose(null); show(); }),
      tool("Path from here", () => startPath(id))),
    make("h3", { class: "dim" }, plural(own.length, "claim", "claims")),
    claimList(own, id),
  ];
}

function clusterCard(id) {
  const place = Number(id.slice(1)), cluster = clusters[place];
  const members = nodes.home.flatMap((home, node) => (home === place ? [node] : [])).sort((a, b) => degree[b] - degree[a] || a - b);
  const tally = new Map();
  for (const node of members) tally.set(nodes.kind[node], (tally.get(nodes.kind[node]) ?? 0) + 1);
  return [
    make("p", { class: "kind dim" }, "cluster"),
    make("h2", { class: "title", tabindex: "-1" }, cluster.name),
    make("p", {}, [...tally].sort((a, b) => b[1] - a[1]).slice(0, 6).map(([kind, n]) => plural(n, kinds[kind].label, kinds[kind].plural)).join(" · ")),
    make("div", { class: "tools" }, tool("Open this cluster", () => openUp(id))),
    make("h3", { class: "dim" }, `most claimed about, of ${members.length}`),
    make("ol", { class: "members" }, ...members.slice(0, MORE).map((node) => make("li", {}, toNode(node)))),
  ];
}

function pathCard({ from, to, claims: way }) {
  return [
    make("p", { class: "kind dim" }, `path, ${plural(way.length, "step", "steps")}`),
    make("h2", { class: "title", tabindex: "-1" }, `${nameOf(from)} to ${nameOf(to)}`),
    make("div", { class: "tools" }, tool("Clear the path", () => { state.path = null; choose(from); show(); })),
    claimList(way),
  ];
}

// What a scenario reaches, by rank: the same numbers as in the picture.
function exposureCard() {
  const ranked = Object.entries(scenario.ranks).sort((a, b) => a[1] - b[1]).map(([node]) => Number(node));
  return [
    make("p", { class: "kind dim" }, "exposure"),
    make("h2", { class: "title", tabindex: "-1" }, document.title),
    ranked.length === 0 && make("p", { class: "dim" }, "Nothing is exposed."),
    make("ol", { class: "ranked" }, ...ranked.map((node) => make("li", {}, toNode(node),
      make("span", { class: "score" }, scenario.reached[node][0].toFixed(2)),
      make("meter", { min: "0", max: "1", value: String(scenario.reached[node][0]), "aria-label": `exposure of ${nameOf(node)}` })))),
  ];
}

function emptyCard() {
  if (state.whatif && scenario) return exposureCard();
  return [
    make("h2", { class: "title", tabindex: "-1" }, "Nothing is chosen"),
    make("p", { class: "dim" }, "Choose a node, a line or a name to read what is claimed, and the words that say so."),
    make("dl", { class: "keys" }, ...[
      ["Arrow keys", "go to the next node"], ["Enter", "read its claims"], ["E, C", "expand, collapse"], ["P", "pin"],
      ["+, −, 0", "zoom in, out, fit"], ["/", "search"], ["Esc", "reset"],
    ].flatMap(([key, what]) => [make("dt", {}, key), make("dd", {}, what)])),
  ];
}

function fill(parts, { focus = false } = {}) {
  card.replaceChildren(...parts.filter(Boolean));
  card.scrollTop = 0;
  if (focus) card.querySelector(".title").focus();
}

// A row or a passage in the tables below, opened and brought to the eye.
function toRecord(id) {
  openRecords(true);
  const found = byId(id);
  found.setAttribute("tabindex", "-1");
  found.focus();
  found.scrollIntoView({ block: "center" });
}

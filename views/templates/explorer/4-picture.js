// The picture: vis-network draws lines and moves the view; what is drawn follows from the state.
let network = null, current = null, order = [];
const drawnNodes = new vis.DataSet(), drawnLines = new vis.DataSet();
let bright = null, brightLines = null, hovered = null;
let placed = null, dragging = false;
const still = matchMedia("(prefers-reduced-motion: reduce)");

const isFaded = (id) => bright !== null && !bright.has(id);

// What stands out: the way between two, else what is chosen and its neighbours, else the ways of the scenario.
function emphasis() {
  bright = brightLines = null;
  const about = hovered ?? state.selected;
  if (state.path) {
    bright = new Set(state.path.nodes);
    brightLines = new Set([...current.lines.values()].filter((l) => l.claims.some((c) => state.path.claims.includes(c))).map((l) => l.id));
  } else if (about !== null && (isCluster(about) ? current.closed.has(about) : current.seen.has(about))) {
    const near = [...current.lines.values()].filter((l) => l.start === about || l.stop === about);
    bright = new Set([about, ...near.flatMap((l) => [l.start, l.stop])]);
    brightLines = new Set(near.map((l) => l.id));
  } else if (state.whatif && scenario) {
    bright = new Set([...scenario.struck, ...scenario.passed, ...Object.keys(scenario.reached).map(Number)]);
  }
}

const onWay = (line) => state.whatif && scenario && line.claims.some((claim) => scenario.claims[claim] !== undefined);

function lineStyle(line) {
  const best = line.claims[0], way = onWay(line) || (state.path && line.claims.some((c) => state.path.claims.includes(c)));
  const strong = brightLines?.has(line.id) ?? false;
  const faded = bright !== null && !strong && !(way && brightLines === null);
  const dense = current.lines.size > 1500;
  const many = line.bundle ? (0.8 + Math.min(5, Math.sqrt(line.claims.length) * 0.5)) : 0.4 + (claims.c[best] / 100) * 1.1;
  const opposite = current.lines.has(`${line.stop}>${line.start}`);
  const label = strong && !line.bundle && brightLines.size <= 24
    ? relations[claims.r[best]].label + (line.claims.length > 1 ? ` +${line.claims.length - 1}` : "") : undefined;
  return {
    id: line.id, from: line.start, to: line.stop,
    width: way ? many + 1 : many,
    dashes: line.bundle || !modalities[claims.m[best]].line.length ? false : modalities[claims.m[best]].line,
    color: { color: way ? theme.accent : strong ? theme.ink : line.bundle ? theme.edge : theme.lines[claims.r[best]], opacity: dense && !strong && !way ? 0.12 : faded ? 0.22 : way || strong ? 1 : line.bundle ? 0.45 : 0.55, inherit: false },
    arrows: line.bundle || dense ? { to: { enabled: false } } : { to: { enabled: true, scaleFactor: 0.34 } },
    smooth: data.layered ? { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.45 }
      : opposite ? { enabled: true, type: "curvedCW", roundness: 0.14 } : { enabled: false },
    label,
    font: { size: 11, face: data.font, color: way ? theme.accent : theme.dim, strokeWidth: 4, strokeColor: theme.card, align: "horizontal" },
  };
}

function replace(set, items) {
  const wanted = new Set(items.map((item) => item.id));
  set.remove(set.getIds().filter((id) => !wanted.has(id)));
  set.update(items);
}

function show({ fit = false } = {}) {
  current = view();
  emphasis();
  const ids = [...current.seen, ...current.closed.keys()];
  order = [...ids].sort((a, b) => weight(b) - weight(a) || (a < b ? -1 : 1));
  replace(drawnNodes, ids.map((id) => ({ id, ...place(id), size: sizeOf(id) })));
  replace(drawnLines, [...current.lines.values()].map(lineStyle));
  network?.setOptions({ interaction: { hideEdgesOnDrag: current.lines.size > 1200, hideEdgesOnZoom: current.lines.size > 1200 } });
  if (fit) fitAll();
  tell();
}
// All of it, with room for the names at the rim.
function fitAll(ids, animation = false) {
  const stage = byId("stage"), places = (ids ?? nodeIds()).map(placeOf);
  if (!places.length) return;
  const xs = places.map((p) => p.x), ys = places.map((p) => p.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min((stage.clientWidth - (data.layered ? 330 : 150)) / (right - left || 1), (stage.clientHeight - 90) / (bottom - top || 1), 1.4);
  network.moveTo({ position: { x: (left + right) / 2 + (data.layered ? 70 / scale : 0), y: (top + bottom) / 2 }, scale: Math.max(scale, 0.004), animation });
}
const place = (id) => { const { x, y } = placeOf(id); return { x, y }; };
const weight = (id) => (id === state.selected ? 1e9 : 0) + (bright?.has(id) ? 1e5 : 0)
  + (rankOf(id) ? 1e6 - rankOf(id) : 0) + (isCluster(id) ? clusterAt(id).size * 10 : degree[id]);

// Only the look changes: no node comes or goes.
function restyle() {
  emphasis();
  order.sort((a, b) => weight(b) - weight(a) || (a < b ? -1 : 1));
  if (current.lines.size <= 1500) drawnLines.update([...current.lines.values()].map(lineStyle));
  network.redraw();
}

function begin() {
  readTheme();
  const stage = byId("stage");
  const draw = ({ ctx, id, x, y, state: { selected, hover } }) => ({
    drawNode: () => drawShape(ctx, id, x, y, { scale: network.getScale(), chosen: selected || id === state.selected, over: hover }),
    nodeDimensions: { width: 2 * sizeNow(id, network.getScale()), height: 2 * sizeNow(id, network.getScale()) },
  });
  network = new vis.Network(stage, { nodes: drawnNodes, edges: drawnLines }, {
    autoResize: true, physics: { enabled: false }, layout: { improvedLayout: false },
    nodes: { shape: "custom", ctxRenderer: draw },
    edges: { selectionWidth: 1, hoverWidth: 0.6, arrowStrikethrough: false },
    interaction: { hover: count <= 1500, keyboard: false, tooltipDelay: 1e6, multiselect: false, selectConnectedEdges: false, zoomSpeed: 0.7 },
  });
  network.on("afterDrawing", (ctx) => {
    // While the view is dragged its labels stay as they are: to place them anew takes most of a frame.
    if (!dragging || placed === null) {
      const scale = network.getScale(), middle = network.getViewPosition();
      const [w, h] = [stage.clientWidth / scale, stage.clientHeight / scale];
      placed = labels(ctx, order, scale, { x: middle.x - w / 2, y: middle.y - h / 2, w, h });
    }
    drawLabels(ctx, placed);
  });
  network.on("click", ({ nodes: [node], edges: [line] }) => {
    if (node !== undefined) choose(node);
    else if (line !== undefined) chooseLine(line);
    else choose(null);
  });
  network.on("doubleClick", ({ nodes: [node] }) => { if (node !== undefined) openUp(node); });
  network.on("hoverNode", ({ node }) => { if (!state.path) { hovered = node; restyle(); } });
  network.on("blurNode", () => { if (hovered !== null) { hovered = null; restyle(); } });
  network.on("dragStart", ({ nodes: dragged }) => { dragging = dragged.length === 0; });
  network.on("dragEnd", ({ nodes: dragged }) => {
    dragging = false;
    network.redraw();
    for (const id of dragged) { moved.set(id, network.getPosition(id)); if (!isCluster(id)) state.pinned.add(id); }
    if (dragged.length) { show(); address(); }
  });
  dark.addEventListener("change", () => { readTheme(); show(); });
}

const animation = () => (still.matches ? false : { duration: 300, easingFunction: "easeInOutQuad" });
function centre(id) {
  const scale = network.getScale();
  network.moveTo({ position: place(id), scale: Math.max(scale, Math.min(1, scale * 3)), animation: animation() });
}
function nodeIds() { return [...current.seen, ...current.closed.keys()]; }

// The nearest node that way, within a quarter turn.
function towards(dx, dy) {
  const from = state.selected === null ? network.getViewPosition() : placeOf(state.selected);
  let best = null, least = Infinity;
  for (const id of nodeIds()) {
    const { x, y } = placeOf(id), along = (x - from.x) * dx + (y - from.y) * dy, across = Math.abs((x - from.x) * dy - (y - from.y) * dx);
    if (id !== state.selected && along > 1 && across <= along && along + 2 * across < least) { best = id; least = along + 2 * across; }
  }
  if (state.selected === null && best === null) best = order[0] ?? null;
  return best;
}

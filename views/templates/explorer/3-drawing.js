// How things look: colours by theme, shapes by class, and every mark of the picture as paths, for canvas and for files.
const dark = matchMedia("(prefers-color-scheme: dark)");
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
let theme = {};
function readTheme() {
  for (const name of ["paper", "card", "ink", "dim", "line", "edge", "accent", "focus"]) theme[name] = colour(name);
  theme.hues = kinds.map((kind) => (dark.matches ? kind.dark : kind.light));
  theme.on = theme.hues.map((hue) => (luminance(hue) > 0.3 ? "#1B1F24" : "#FFFFFF"));
  theme.lines = relations.map((relation) => (dark.matches ? relation.dark : relation.light));
}
function luminance(hue) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hue.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const turned = (corners, inner) => Array.from({ length: corners }, (_, at) => {
  const [far, angle] = [at % 2 && inner ? inner : 1.2, (2 * Math.PI * at) / corners];
  return [far * Math.sin(angle), -far * Math.cos(angle)];
});
const CORNERS = {
  square: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  diamond: [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]],
  triangle: [[0, -1.3], [1.25, 0.9], [-1.25, 0.9]],
  triangleDown: [[0, 1.3], [1.25, -0.9], [-1.25, -0.9]],
  hexagon: turned(6), star: turned(10, 0.62),
};
const fix = (number) => Math.round(number * 10) / 10;
function outline(shape, x, y, size) {
  const corners = CORNERS[shape];
  if (corners) return `M${corners.map(([dx, dy]) => `${fix(x + size * dx)} ${fix(y + size * dy)}`).join("L")}Z`;
  return `M${fix(x - size)} ${fix(y)}a${size} ${size} 0 1 0 ${2 * size} 0a${size} ${size} 0 1 0 ${-2 * size} 0Z`;
}

const isCluster = (id) => typeof id === "string";
const clusterAt = (id) => clusters[Number(id.slice(1))];
const rankOf = (node) => (state.whatif && scenario ? scenario.ranks[node] : undefined);
function sizeOf(id) {
  if (isCluster(id)) return 8 + 0.8 * Math.sqrt(clusterAt(id).size);
  if (state.whatif && scenario && (rankOf(id) || scenario.struck.includes(id))) return 13;
  return 7 + Math.min(8, 1.5 * Math.sqrt(degree[id]));
}
// Seen from afar nodes shrink less than the space between them, so that they can still be told apart.
// A cluster does not shrink at all.
const boost = (scale) => (scale < 1 ? Math.min(6, scale ** -0.5) : 1);
const sizeNow = (id, scale) => sizeOf(id) * (isCluster(id) && scale < 1 ? 1 / scale : boost(scale));
const nameOf = (id) => (isCluster(id) ? clusterAt(id).name : nodes.name[id]);
const placeOf = (id) => moved.get(id) ?? (isCluster(id) ? clusterAt(id) : { x: nodes.x[id], y: nodes.y[id] });
const moved = new Map();

// One shape with its glyph or rank, on any canvas. `scale` says how large a unit is on the screen.
function drawShape(ctx, id, x, y, { scale, chosen, over }) {
  const size = sizeNow(id, scale), grown = size / sizeOf(id);
  ctx.save();
  ctx.globalAlpha = isFaded(id) ? 0.4 : 1;
  ctx.lineWidth = (chosen || over ? 3 : 1.5) * grown;
  ctx.strokeStyle = chosen ? theme.focus : over ? theme.ink : theme.paper;
  const cluster = isCluster(id);
  ctx.fillStyle = cluster ? theme.card : theme.hues[nodes.kind[id]];
  if (cluster && !chosen && !over) ctx.strokeStyle = theme.edge;
  const path = new Path2D(outline(cluster ? "dot" : kinds[nodes.kind[id]].shape, x, y, size));
  ctx.fill(path);
  ctx.stroke(path);
  if (size * scale > 5) {
    const text = cluster ? String(clusterAt(id).size) : String(rankOf(id) ?? kinds[nodes.kind[id]].glyph);
    ctx.fillStyle = cluster ? theme.ink : theme.on[nodes.kind[id]];
    const pointed = !cluster && kinds[nodes.kind[id]].shape.startsWith("triangle");
    ctx.font = `${rankOf(id) || cluster ? 700 : 400} ${size * (cluster ? 0.72 : text.length > 1 ? (pointed ? 0.72 : 0.95) : 1.05)}px ${data.font}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(text, x, y + (pointed ? size * (kinds[nodes.kind[id]].shape === "triangle" ? 0.25 : -0.25) : 0.5));
  }
  if (state.pinned.has(id)) {
    ctx.fillStyle = theme.ink;
    ctx.beginPath();
    ctx.arc(x + size * 0.9, y - size * 0.9, 3.5 * grown, 0, 7);
    ctx.fill();
  }
  ctx.restore();
}

// Labels go where there is room, the most important first; those that find none wait until one zooms in.
const widths = new Map();
function labels(ctx, ids, scale, window) {
  const placed = [];
  const grid = new Map();
  const px = 12.5 / scale;
  const free = (box) => {
    const found = [];
    for (let gx = Math.floor(box.x / (90 / scale)); gx <= Math.floor((box.x + box.w) / (90 / scale)); gx++)
      for (let gy = Math.floor(box.y / (30 / scale)); gy <= Math.floor((box.y + box.h) / (30 / scale)); gy++) {
        const key = gx * 100003 + gy;
        for (const other of grid.get(key) ?? [])
          if (box.x < other.x + other.w && other.x < box.x + box.w && box.y < other.y + other.h && other.y < box.y + box.h) return null;
        found.push(key);
      }
    return found;
  };
  const keep = (box, keys) => keys.forEach((key) => grid.set(key, [...(grid.get(key) ?? []), box]));
  const inside = (box) => !window || (box.x >= window.x && box.y >= window.y && box.x + box.w <= window.x + window.w && box.y + box.h <= window.y + window.h);
  const spots = ids.filter((id) => inside({ ...placeOf(id), w: 0, h: 0 }));
  for (const id of spots.slice(0, 1200)) {
    const [{ x, y }, r] = [placeOf(id), sizeNow(id, scale)];
    const box = { x: x - r, y: y - r, w: 2 * r, h: 2 * r };
    keep(box, free(box) ?? cellsOf(box, scale));
  }
  for (const id of spots) {
    if (placed.length > 260) break;
    // In layers a name stands beside its node, cut if need be; elsewhere it rather moves.
    const sides = data.layered ? [[0], [1, 3]] : [[1, 0, 2, 3]];
    sides.some((side) => [34, 22, 14].some((most) => tryLabel(id, short(nameOf(id), most), side)));
  }
  return placed;

  function tryLabel(id, text, sides) {
    if (!widths.has(text)) { ctx.font = `600 12.5px ${data.font}`; widths.set(text, ctx.measureText(text).width); }
    const [w, h, r, { x, y }] = [widths.get(text) / scale + 4 / scale, px * 1.25, sizeNow(id, scale) + 3 / scale, placeOf(id)];
    const right = { x: x + r, y: y - h / 2, w, h }, below = { x: x - w / 2, y: y + r, w, h };
    const left = { x: x - r - w, y: y - h / 2, w, h }, above = { x: x - w / 2, y: y - r - h, w, h };
    const tries = sides.map((side) => [right, below, left, above][side]);
    const must = id === state.selected;
    for (const box of tries) {
      const keys = inside(box) ? free(box) : null;
      if (keys === null && !(must && box === tries.at(-1))) continue;
      keep(box, keys ?? cellsOf(box, scale));
      placed.push({ id, text, x: box.x + 2 / scale, y: box.y + h / 2, px });
      return true;
    }
    return false;
  }
}
function cellsOf(box, scale) {
  const keys = [];
  for (let gx = Math.floor(box.x / (90 / scale)); gx <= Math.floor((box.x + box.w) / (90 / scale)); gx++)
    for (let gy = Math.floor(box.y / (30 / scale)); gy <= Math.floor((box.y + box.h) / (30 / scale)); gy++) keys.push(gx * 100003 + gy);
  return keys;
}
const short = (text, most) => ([...text].length <= most ? text : `${[...text].slice(0, most - 1).join("").trimEnd()}…`);
function drawLabels(ctx, placed) {
  ctx.save();
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  for (const { id, text, x, y, px } of placed) {
    ctx.globalAlpha = isFaded(id) ? 0.5 : 1;
    ctx.font = `${id === state.selected || degree[id] > 8 ? 600 : 400} ${px}px ${data.font}`;
    ctx.strokeStyle = theme.card;
    ctx.lineWidth = px * 0.28;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = theme.ink;
    ctx.fillText(text, x, y);
  }
  ctx.restore();
}

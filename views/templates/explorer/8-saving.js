// The picture as a file: the same marks as SVG for papers, or drawn at twice the size as PNG.
const escaped = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

function curve(line) {
  const [a, b] = [placeOf(line.start), placeOf(line.stop)];
  const far = Math.hypot(b.x - a.x, b.y - a.y) || 1, [ux, uy] = [(b.x - a.x) / far, (b.y - a.y) / far];
  const [r1, r2] = [sizeOf(line.start), sizeOf(line.stop) + (line.bundle ? 0 : 3)];
  if (data.layered && Math.abs(b.x - a.x) > 40) {
    const way = Math.sign(b.x - a.x), bend = (b.x - a.x) * 0.45;
    return `M${fix(a.x + way * r1)} ${fix(a.y)}C${fix(a.x + bend)} ${fix(a.y)} ${fix(b.x - bend)} ${fix(b.y)} ${fix(b.x - way * r2)} ${fix(b.y)}`;
  }
  const off = current.lines.has(`${line.stop}>${line.start}`) ? far * 0.14 : 0;
  return `M${fix(a.x + ux * r1)} ${fix(a.y + uy * r1)}Q${fix((a.x + b.x) / 2 + uy * off)} ${fix((a.y + b.y) / 2 - ux * off)} ${fix(b.x - ux * r2)} ${fix(b.y - uy * r2)}`;
}

function frame() {
  const places = nodeIds().map(placeOf), pad = data.layered ? 60 : 130, names = data.layered ? 230 : pad;
  const xs = places.map((p) => p.x), ys = places.map((p) => p.y);
  const [x, y] = [Math.min(...xs) - pad, Math.min(...ys) - pad];
  return { x, y, w: Math.max(...xs) + names - x, h: Math.max(...ys) + pad - y };
}

function asSvg() {
  const box = frame(), ctx = document.createElement("canvas").getContext("2d");
  const tip = (id, hue) => `<marker id="${id}" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 1L8 4L0 7Z" fill="${hue}"/></marker>`;
  const hues = new Map();
  const drawn = [...current.lines.values()].map((line) => {
    const style = lineStyle(line), hue = style.color.color;
    if (!hues.has(hue)) hues.set(hue, `tip${hues.size}`);
    const dash = style.dashes ? ` stroke-dasharray="${style.dashes.join(" ")}"` : "";
    return `<path d="${curve(line)}" fill="none" stroke="${hue}" stroke-width="${fix(style.width)}" opacity="${style.color.opacity}"${dash}${line.bundle ? "" : ` marker-end="url(#${hues.get(hue)})"`}/>`;
  });
  const shapes = nodeIds().map((id) => {
    const { x, y } = placeOf(id), size = sizeOf(id), cluster = isCluster(id);
    const hue = cluster ? theme.card : theme.hues[nodes.kind[id]];
    const mark = cluster ? clusterAt(id).size : rankOf(id) ?? kinds[nodes.kind[id]].glyph;
    return `<g opacity="${isFaded(id) ? 0.4 : 1}"><path d="${outline(cluster ? "dot" : kinds[nodes.kind[id]].shape, x, y, size)}" fill="${hue}" stroke="${cluster ? theme.edge : theme.paper}" stroke-width="1.5"/>`
      + `<text x="${fix(x)}" y="${fix(y + size * 0.36)}" font-size="${fix(size * (cluster ? 0.5 : 1.05))}" text-anchor="middle" fill="${cluster ? theme.ink : theme.on[nodes.kind[id]]}">${escaped(String(mark))}</text><title>${escaped(nameOf(id))}</title></g>`;
  });
  const names = labels(ctx, order, 1).map(({ id, text, x, y, px }) =>
    `<text x="${fix(x)}" y="${fix(y + px * 0.35)}" font-size="${px}" fill="${theme.ink}" stroke="${theme.card}" stroke-width="3" paint-order="stroke" opacity="${isFaded(id) ? 0.5 : 1}">${escaped(text)}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${[box.x, box.y, box.w, box.h].map(fix).join(" ")}" width="${fix(box.w)}" height="${fix(box.h)}" font-family="${escaped(data.font)}" role="img"><title>${escaped(document.title)}</title>`
    + `<defs>${[...hues].map(([hue, id]) => tip(id, hue)).join("")}</defs><rect x="${fix(box.x)}" y="${fix(box.y)}" width="100%" height="100%" fill="${theme.card}"/>${drawn.join("")}${shapes.join("")}${names.join("")}</svg>\n`;
}

function asCanvas() {
  const box = frame(), most = 8000, scale = Math.min(2, most / box.w, most / box.h);
  const made = make("canvas", { width: Math.round(box.w * scale), height: Math.round(box.h * scale) }), ctx = made.getContext("2d");
  ctx.scale(scale, scale);
  ctx.translate(-box.x, -box.y);
  ctx.fillStyle = theme.card;
  ctx.fillRect(box.x, box.y, box.w, box.h);
  for (const line of current.lines.values()) {
    const style = lineStyle(line);
    ctx.globalAlpha = style.color.opacity;
    ctx.strokeStyle = style.color.color;
    ctx.lineWidth = style.width;
    ctx.setLineDash(style.dashes || []);
    ctx.stroke(new Path2D(curve(line)));
    ctx.setLineDash([]);
    if (!line.bundle) arrow(ctx, curve(line), style.color.color);
  }
  ctx.globalAlpha = 1;
  for (const id of nodeIds()) { const { x, y } = placeOf(id); drawShape(ctx, id, x, y, { scale: 1, chosen: false, over: false }); }
  drawLabels(ctx, labels(ctx, order, 1));
  return made;
}
// An arrow head at the end of a curve, along its last stretch.
function arrow(ctx, d, hue) {
  const numbers = d.match(/-?[\d.]+/g).map(Number), [cx, cy, x, y] = numbers.slice(-4);
  const angle = Math.atan2(y - cy, x - cx);
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(angle);
  ctx.fillStyle = hue;
  ctx.fill(new Path2D("M2 0L-6 3L-6 -3Z"));
  ctx.restore();
}

function save(blob, name) {
  const url = URL.createObjectURL(blob), link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
  say(`Saved ${name}`);
}
const saveSvg = () => save(new Blob([asSvg()], { type: "image/svg+xml" }), "araz.svg");
const savePng = () => asCanvas().toBlob((blob) => save(blob, "araz.png"), "image/png");

// What is chosen, and what it leaves to see. Everything that the picture shows follows from this.
const fresh = () => ({
  open: new Set(), added: new Set(), hidden: new Set(), pinned: new Set(),
  selected: null, path: null,
  kindsOff: new Set(), relationsOff: new Set(),
  modalitiesOff: new Set(modalities.flatMap((mode, place) => (mode.weight === 0 ? [place] : []))),
  confidence: 0, from: "", to: "", whatif: scenario !== null,
});
let state = fresh();

// Partial dates compare as text once they are filled up to days.
const firstDay = (date) => (date.length < 10 ? date + "-01-01".slice(date.length === 4 ? 0 : 3) : date);
const lastDay = (date) => (date.length < 10 ? date + "-12-31".slice(date.length === 4 ? 0 : 3) : date);

function passes(claim) {
  if (state.modalitiesOff.has(claims.m[claim]) || state.relationsOff.has(claims.r[claim])) return false;
  if (claims.c[claim] < state.confidence) return false;
  const [start, end] = data.spans[claims.d[claim]];
  if (state.from && end && lastDay(end) < firstDay(state.from)) return false;
  if (state.to && start && firstDay(start) > lastDay(state.to)) return false;
  return true;
}

const opening = (node) => (clustered ? state.open.has(nodes.home[node]) : nodes.shown[node] === 1);

function isSeen(node) {
  if (state.pinned.has(node) || state.path?.nodes.includes(node)) return true;
  if (state.kindsOff.has(nodes.kind[node])) return false;
  if (state.added.has(node)) return true;
  return opening(node) && !state.hidden.has(node);
}

// The nodes and lines to draw: entities, and clusters that are not open; one line for each ordered pair.
function view() {
  const seen = new Set();
  for (let node = 0; node < count; node++) if (isSeen(node)) seen.add(node);
  const closed = new Map();
  const end = (node) => {
    if (seen.has(node)) return node;
    if (!clustered || state.open.has(nodes.home[node]) || state.kindsOff.has(nodes.kind[node])) return null;
    return `k${nodes.home[node]}`;
  };
  if (clustered) clusters.forEach((_, place) => { if (!state.open.has(place)) closed.set(`k${place}`, place); });
  const lines = new Map();
  for (let claim = 0; claim < claims.s.length; claim++) {
    if (!passes(claim)) continue;
    const [start, stop] = [end(claims.s[claim]), end(claims.o[claim])];
    if (start === null || stop === null || start === stop) continue;
    // Between clusters direction says nothing: one line for both ways.
    const bundle = typeof start === "string" || typeof stop === "string";
    const key = bundle && String(start) > String(stop) ? `${stop}>${start}` : `${start}>${stop}`;
    const line = lines.get(key);
    if (line) line.claims.push(claim);
    else lines.set(key, { id: key, start: key.startsWith(`${start}>`) ? start : stop, stop: key.startsWith(`${start}>`) ? stop : start, bundle, claims: [claim] });
  }
  for (const line of lines.values()) line.claims.sort((a, b) => claims.c[b] - claims.c[a] || a - b);
  return { seen, closed, lines: closed.size > 12 ? strongest(lines) : lines };
}

// Of the bundles between many clusters only the strongest of each end: all of them would say nothing.
function strongest(lines) {
  const bundles = [...lines.values()].filter((line) => line.bundle).sort((a, b) => b.claims.length - a.claims.length || (a.id < b.id ? -1 : 1));
  const ends = new Map();
  for (const line of bundles) {
    const most = 3, [one, other] = [ends.get(line.start) ?? 0, ends.get(line.stop) ?? 0];
    if (one >= most && other >= most) { lines.delete(line.id); continue; }
    ends.set(line.start, one + 1);
    ends.set(line.stop, other + 1);
  }
  return lines;
}

function neighbours(node) {
  return [...new Set(claimsOf[node].filter(passes).map((claim) => otherEnd(claim, node)))].filter((other) => other !== node);
}

function expand(node) {
  for (const other of neighbours(node)) { state.hidden.delete(other); if (!isSeen(other)) state.added.add(other); }
}

// Takes away the neighbours that were brought in, and those that are tied to nothing but the node and each other.
function collapse(node) {
  const near = new Set(neighbours(node));
  for (const other of near) {
    if (state.pinned.has(other) || data.about.includes(other)) continue;
    if (state.added.delete(other)) continue;
    const held = neighbours(other).some((third) => third !== node && !near.has(third) && isSeen(third));
    if (!held) state.hidden.add(other);
  }
}

// The way with the fewest steps; of those, the one whose claims are surest.
function wayBetween(from, to) {
  const best = new Map([[from, { steps: 0, doubt: 0, claim: null, before: null }]]);
  let edge = [from];
  while (edge.length && !best.has(to)) {
    const next = new Set();
    for (const node of edge) {
      for (const claim of claimsOf[node]) {
        if (!passes(claim) || modalities[claims.m[claim]].weight === 0) continue;
        const other = otherEnd(claim, node);
        if (state.kindsOff.has(nodes.kind[other])) continue;
        const steps = best.get(node).steps + 1;
        const doubt = best.get(node).doubt - Math.log(Math.max(claims.c[claim], 1) / 100);
        const known = best.get(other);
        if (known && (known.steps < steps || known.doubt <= doubt)) continue;
        best.set(other, { steps, doubt, claim, before: node });
        next.add(other);
      }
    }
    edge = [...next];
  }
  if (!best.has(to)) return null;
  const way = { from, to, nodes: [to], claims: [] };
  for (let node = to; node !== from; node = best.get(node).before) {
    way.claims.unshift(best.get(node).claim);
    way.nodes.unshift(best.get(node).before);
  }
  return way;
}

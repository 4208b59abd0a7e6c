// The permalink: everything that is chosen, in the part of the address after #.
const listed = (set, names) => [...set].sort((a, b) => a - b).map((place) => names(place)).join("~");
function address() {
  const said = new URLSearchParams();
  const standard = fresh();
  const put = (key, text, usual = "") => { if (text !== usual) said.set(key, text); };
  const id = (node) => nodes.id[node];
  put("n", state.selected === null ? "" : isCluster(state.selected) ? `*${state.selected.slice(1)}` : id(state.selected));
  put("path", state.path ? `${id(state.path.from)}~${id(state.path.to)}` : "");
  put("open", listed(state.open, String));
  put("with", listed(state.added, id));
  put("without", listed(state.hidden, id));
  put("pin", listed(state.pinned, id));
  put("class", listed(state.kindsOff, (kind) => kinds[kind].name));
  put("relation", listed(state.relationsOff, (relation) => relations[relation].name));
  put("modality", listed(state.modalitiesOff, (mode) => modalities[mode].name), listed(standard.modalitiesOff, (mode) => modalities[mode].name));
  put("confidence", String(state.confidence), "0");
  put("from", state.from);
  put("to", state.to);
  put("if", state.whatif ? "1" : "0", standard.whatif ? "1" : "0");
  const hash = said.toString();
  if (hash !== location.hash.slice(1)) history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
}

function readAddress() {
  const hash = location.hash.slice(1), record = /^p\d+$/.test(hash) && byId(hash);
  // A link to a passage leaves the picture as it is.
  if (record && current) return toRecord(hash);
  const said = new URLSearchParams(record ? "" : hash);
  const list = (key, names) => new Set((said.get(key) ?? "").split("~").filter(Boolean).map(names).filter((place) => place !== undefined && place !== -1));
  const node = (text) => numberOf.get(text);
  const named = (terms) => (text) => terms.findIndex((term) => term.name === text);
  const date = (key) => (/^\d{4}(-\d\d(-\d\d)?)?$/.test(said.get(key) ?? "") ? said.get(key) : "");
  state = fresh();
  state.open = new Set([...list("open", Number)].filter((place) => clusters[place]));
  state.added = list("with", node);
  state.hidden = list("without", node);
  state.pinned = list("pin", node);
  state.kindsOff = list("class", named(kinds));
  state.relationsOff = list("relation", named(relations));
  if (said.has("modality")) state.modalitiesOff = list("modality", named(modalities));
  state.confidence = Math.min(100, Math.max(0, Math.trunc(Number(said.get("confidence")) || 0)));
  state.from = date("from");
  state.to = date("to");
  if (said.has("if")) state.whatif = said.get("if") === "1" && scenario !== null;
  const [from, to] = (said.get("path") ?? "").split("~").map(node);
  if (from !== undefined && to !== undefined) state.path = wayBetween(from, to);
  syncFilters();
  show({ fit: true });
  const wanted = said.get("n") ?? "";
  const chosen = wanted.startsWith("*") ? (clusters[Number(wanted.slice(1))] ? `k${Number(wanted.slice(1))}` : undefined) : node(wanted);
  choose(chosen ?? null);
  if (record) toRecord(hash);
}

// What the page holds: entities and claims as columns of numbers, and the words that stand in the tables below.
const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);
const { nodes, claims, kinds, relations, modalities, clusters, scenario } = data;
const count = nodes.id.length;
const clustered = clusters.length > 0;

const claimsOf = Array.from({ length: count }, () => []);
claims.s.forEach((subject, claim) => {
  claimsOf[subject].push(claim);
  if (claims.o[claim] !== subject) claimsOf[claims.o[claim]].push(claim);
});
const degree = claimsOf.map((own) => own.length);
const numberOf = new Map(nodes.id.map((id, number) => [id, number]));
const otherEnd = (claim, node) => (claims.s[claim] === node ? claims.o[claim] : claims.s[claim]);

// A claim's cells in the table, as text: who says what, in which words.
const rows = document.querySelector("#tables tbody").rows;
const cell = (claim, name) => rows[claim]?.cells[data.cells.indexOf(name)]?.textContent.trim() ?? "";
const passagesOf = (claim) => [].concat(claims.p[claim]);

const fold = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ı/g, "i").replace(/ə/g, "e");
const folded = nodes.name.map((name, number) => fold(`${name} ${(nodes.also[number] ?? []).join(" ")}`));

const words = (claim, from) => {
  const relation = relations[claims.r[claim]];
  return claims.s[claim] === from ? relation.label : relation.inverse;
};
const plural = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

// An element with attributes and children; text is only ever text.
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child != null && child !== false));
  return made;
}

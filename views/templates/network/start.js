// Nodes and edges as pyvis has them; colours of text and ground follow the theme.
const data = JSON.parse(document.getElementById("data").textContent);
const stage = document.getElementById("stage");
const dark = matchMedia("(prefers-color-scheme: dark)");
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const looks = () => ({
  nodes: { borderWidth: 1.5, font: { color: colour("ink"), size: 13, strokeWidth: 3, strokeColor: colour("card"), face: "sans-serif" } },
  edges: { font: { color: colour("dim"), size: 11, strokeWidth: 3, strokeColor: colour("card") }, smooth: { enabled: true, type: "curvedCW", roundness: 0.1 }, arrows: { to: { scaleFactor: 0.5 } } },
  layout: { improvedLayout: !data.fixed, randomSeed: 1 },
  physics: { enabled: false },
  interaction: { hover: true, hideEdgesOnDrag: data.edges.length > 1200 },
});
const network = new vis.Network(stage, { nodes: new vis.DataSet(data.nodes), edges: new vis.DataSet(data.edges) }, looks());
dark.addEventListener("change", () => network.setOptions(looks()));

// Multi-label, OPTIONAL, variable length, aggregation, EXISTS, dates, parallel relations, undirected counts:
// what an analyst writes. A blank line ends a query.
MATCH (n:Infrastructure) RETURN labels(n)[0] AS widest, count(*) AS n ORDER BY n DESC

MATCH (n:Infrastructure:PowerPlant) RETURN n.id AS id, n.name AS name ORDER BY id

MATCH (n:PowerPlant|Corridor) RETURN n.id AS id ORDER BY id

MATCH (s:State) OPTIONAL MATCH (s)-[r:BORDERS]-(o:State) RETURN s.id AS state, count(DISTINCT o) AS neighbours ORDER BY neighbours DESC, state

MATCH (s:State) WHERE NOT (s)-[:BORDERS]-() RETURN s.id AS state ORDER BY state

MATCH (s:State) WHERE EXISTS { (s)-[:OPERATES]->(:PowerPlant) } RETURN s.id AS state ORDER BY state

MATCH (s:State) WHERE COUNT { (s)-->(:Infrastructure) } > 1 RETURN s.id AS state ORDER BY state

MATCH (s:State) RETURN s.id AS state, COUNT { (s)-->(:Entity) } AS out, COUNT { (s)<--(:Entity) } AS into ORDER BY state

MATCH (a:Entity)-[r]->(b:Entity) RETURN type(r) AS type, count(*) AS n ORDER BY n DESC, type

MATCH (a:Entity)-[r]->(b:Entity) WITH a, b, type(r) AS t, count(*) AS n WHERE n > 1 RETURN a.id AS a, b.id AS b, t, n ORDER BY n DESC, a, b, t

MATCH (a:State)-[*1..2]->(b:Infrastructure) RETURN DISTINCT a.id AS a, b.id AS b ORDER BY a, b

MATCH p = (a:State)-[:BORDERS*1..3]-(b:State) WHERE a.id < b.id RETURN a.id AS a, b.id AS b, min(length(p)) AS hops, count(*) AS ways ORDER BY a, b

MATCH (a:State)--(x:Entity)--(b:State) WHERE a.id < b.id RETURN a.id AS a, b.id AS b, count(*) AS paths, count(DISTINCT x) AS between ORDER BY paths DESC, a, b

MATCH p = shortestPath((a:State {id: 'ent:iran'})-[*..4]-(b:Infrastructure)) RETURN b.id AS b, length(p) AS hops ORDER BY hops, b

MATCH (c:Claim) RETURN c.modality AS modality, count(*) AS n, avg(c.confidence) AS mean ORDER BY modality

MATCH (c:Claim)-[:SUBJECT]->(s:Entity) RETURN s.id AS s, collect(DISTINCT c.relation)[0..1] <> [] AS any, count(c) AS n ORDER BY n DESC, s LIMIT 20

MATCH (c:Claim {modality: 'negated'})-[:OBJECT]->(o:Entity) RETURN c.relation AS r, o.id AS o ORDER BY r, o

MATCH (c:Claim) WHERE c.valid_from >= '2024' AND (c.valid_to IS NULL OR c.valid_to >= '2025') RETURN c.id AS id ORDER BY id

MATCH (c:Claim) WHERE c.valid_from IS NOT NULL RETURN left(c.valid_from, 4) AS year, count(*) AS n ORDER BY year

MATCH (c:Claim) WHERE c.quantity_values IS NOT NULL UNWIND range(0, size(c.quantity_values) - 1) AS i RETURN c.quantity_units[i] AS unit, sum(c.quantity_values[i]) AS total, count(*) AS n ORDER BY unit

MATCH (c:Claim)-[:IF]->(e:Entity) RETURN e.id AS condition, count(c) AS n ORDER BY n DESC, condition

MATCH (c:Claim) WHERE c.condition IS NOT NULL AND c.condition CONTAINS 'rain' RETURN count(*) AS n

MATCH (c:Claim)-[:SAID_BY]->(w:Entity) RETURN w.id AS who, c.modality AS m, count(*) AS n ORDER BY who, m

MATCH (c:Claim) WHERE NOT EXISTS { (c)-[:SAID_BY]->() } RETURN count(*) AS n

MATCH (c:Claim)-[:EVIDENCE]->(p:Passage)-[:IN]->(s:Source) RETURN s.id AS source, count(DISTINCT c) AS claims, count(DISTINCT p) AS passages ORDER BY source

MATCH (c:Claim)-[:EVIDENCE]->(p:Passage) WITH c, count(p) AS n WHERE n > 1 RETURN c.id AS id, n ORDER BY id

MATCH (p:Passage) WHERE p.end - p.start > 4 RETURN count(*) AS n, max(p.end) AS last

MATCH (s:State)-[r]->(i:Infrastructure) WHERE r.confidence > 0.5 RETURN s.id AS s, type(r) AS t, i.id AS i, max(r.confidence) >= 0.5 AS sure ORDER BY s, t, i

MATCH (s:State) OPTIONAL MATCH (s)-[r:OPERATES|OWNS]->(i:Infrastructure) WITH s, collect(DISTINCT i.id) AS assets RETURN s.id AS s, size(assets) AS n ORDER BY n DESC, s

MATCH (a:State)-[:MEMBER_OF]->(o)<-[:MEMBER_OF]-(b:State) WHERE a.id < b.id RETURN a.id AS a, b.id AS b, o.id AS o ORDER BY a, b, o

MATCH (n:Entity) WHERE n.name IS NULL RETURN n.id AS id ORDER BY id

MATCH (n:Entity) OPTIONAL MATCH (n)-[:LOCATED_IN]->(m:Entity) WITH n, m WHERE NOT m:State RETURN n.id AS n, m.id AS m ORDER BY n, m

MATCH (n:Entity) RETURN CASE WHEN n:State THEN 'state' WHEN n:Infrastructure THEN 'asset' ELSE 'other' END AS what, count(*) AS n ORDER BY what

MATCH (s:State) RETURN s.id AS s, [(s)-[:OPERATES]->(x:Infrastructure) | x.id] <> [] AS operates ORDER BY s

MATCH (s:State)-[r1]->(i:Infrastructure)<-[r2]-(t:State) WHERE s.id < t.id RETURN s.id AS s, t.id AS t, count(*) AS pairs, count(DISTINCT i) AS assets ORDER BY s, t

MATCH (s:State) CALL (s) { MATCH (s)-[r]->(:Entity) RETURN count(r) AS n } RETURN s.id AS s, n ORDER BY n DESC, s

MATCH (a:Entity)-[r:ALTERNATIVE_TO]-(b:Entity) RETURN a.id AS a, b.id AS b, r.claim AS claim ORDER BY a, b, claim

MATCH (a:Entity) WHERE a.id ENDS WITH '1' RETURN a.id AS id UNION MATCH (b:State) RETURN b.id AS id

MATCH p = (a:Entity)-[:BORDERS|EXPORTS_TO|OPERATES*2..3]->(b:Entity) WHERE all(r IN relationships(p) WHERE r.confidence > 0.2) RETURN a.id AS a, b.id AS b, count(*) AS n ORDER BY a, b

MATCH (s:State)-[r]-(x:Entity) WITH s, x, count(r) AS n ORDER BY n DESC, s.id, x.id RETURN s.id AS s, x.id AS x, n LIMIT 15

MATCH (a:Entity)-[r]->(a) RETURN a.id AS a, type(r) AS t, count(*) AS n ORDER BY a, t

MATCH (s:State)-[:OPERATES]->(p:PowerPlant), (p)-[:ON_RIVER]->(r:River) RETURN s.id AS s, p.id AS p, r.id AS r ORDER BY s, p, r

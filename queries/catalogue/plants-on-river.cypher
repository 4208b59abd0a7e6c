// Power plants on $river, and who holds a stake in them. The same rows as plants-on-river.rq.
// :param river => 'ent:araz-river'
MATCH (plant:PowerPlant)-[site:ON_RIVER]->(:Entity {id: $river})
OPTIONAL MATCH (plant)<-[r:OPERATES|OWNS|BUILDS|CONTROLS|PARTICIPATES_IN|INVESTS_IN|FINANCES]-(holder:Entity)
WITH plant.id AS plant, plant.name AS name, holder.id AS holder, holder.name AS holder_name,
  collect(DISTINCT [site.claim, r.claim]) AS claims
RETURN plant, name, holder, holder_name, claims
ORDER BY plant, coalesce(holder, '')

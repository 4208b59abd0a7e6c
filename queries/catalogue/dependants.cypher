// What depends on $asset, or is supplied by it. The same rows as dependants.rq.
// :param asset => 'ent:khudafarin-dam'
MATCH (asset:Entity {id: $asset})
CALL (asset) {
  MATCH (dependant:Entity)-[r:DEPENDS_ON]->(asset)
  RETURN dependant, r.claim AS claim
  UNION
  MATCH (asset)-[r:SUPPLIES_TO]->(dependant:Entity)
  RETURN dependant, r.claim AS claim
}
MATCH (c:Claim {id: claim})
RETURN dependant.id AS dependant, dependant.name AS name, c.relation AS relation, collect(DISTINCT c.id) AS claims
ORDER BY dependant, relation

// Corridors in which $state holds a stake. The same rows as corridors.rq.
// :param state => 'ent:iran'
MATCH (state:Entity {id: $state})
CALL (state) {
  MATCH (state)-[:OPERATES|OWNS|BUILDS|CONTROLS|PARTICIPATES_IN|INVESTS_IN|FINANCES]->(corridor:Corridor)
  RETURN corridor
  UNION
  MATCH (state)<-[:CONNECTS|PASSES_THROUGH|LOCATED_IN]-(corridor:Corridor)
  RETURN corridor
}
MATCH (corridor)-[r:OPERATES|OWNS|BUILDS|CONTROLS|PARTICIPATES_IN|INVESTS_IN|FINANCES|CONNECTS|PASSES_THROUGH|LOCATED_IN]-(state)
MATCH (claim:Claim {id: r.claim})
RETURN corridor.id AS corridor, corridor.name AS name, claim.relation AS relation, collect(DISTINCT claim.id) AS claims
ORDER BY corridor, relation

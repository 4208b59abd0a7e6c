// Infrastructure and flows in which $a and another state hold a stake ($b, or any when $b is null).
// The same rows as shared-infrastructure.rq.
// :param a => 'ent:iran'; :param b => null
MATCH (a:Entity {id: $a})
CALL (a) {
  MATCH (a)-[:OPERATES|OWNS|BUILDS|CONTROLS|PARTICIPATES_IN|INVESTS_IN|FINANCES]->(asset:Infrastructure|Flow)
  RETURN asset
  UNION
  MATCH (a)<-[:CONNECTS|PASSES_THROUGH|LOCATED_IN]-(asset:Infrastructure|Flow)
  RETURN asset
}
CALL (asset) {
  MATCH (asset)<-[:OPERATES|OWNS|BUILDS|CONTROLS|PARTICIPATES_IN|INVESTS_IN|FINANCES]-(state:State)
  RETURN state
  UNION
  MATCH (asset)-[:CONNECTS|PASSES_THROUGH|LOCATED_IN]->(state:State)
  RETURN state
}
WITH a, asset, state
WHERE state <> a AND ($b IS NULL OR state.id = $b)
MATCH (asset)-[r:OPERATES|OWNS|BUILDS|CONTROLS|PARTICIPATES_IN|INVESTS_IN|FINANCES|CONNECTS|PASSES_THROUGH|LOCATED_IN]-(holder:Entity)
WHERE holder = a OR holder = state
RETURN asset.id AS asset, asset.name AS name, state.id AS state, state.name AS state_name,
  collect(DISTINCT r.claim) AS claims
ORDER BY asset, state

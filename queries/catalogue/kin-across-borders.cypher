// Kin of $group, in states where the group itself is not said to live. The same rows as kin-across-borders.rq.
// :param group => 'ent:azerbaijanis-of-iran'
CALL {
  MATCH (group:Entity {id: $group})-[k:KIN_OF]-(kin:State)
  RETURN group, kin, kin AS state, [k.claim] AS behind
  UNION
  MATCH (group:Entity {id: $group})-[k:KIN_OF]-(kin:Entity)
  MATCH (kin)-[l:LIVES_IN]->(state:State)
  RETURN group, kin, state, [k.claim, l.claim] AS behind
}
WITH group, kin, state, behind
WHERE NOT EXISTS { MATCH (group)-[:LIVES_IN]->(state) WHERE true }
RETURN kin.id AS kin, kin.name AS name, state.id AS state, state.name AS state_name, collect(DISTINCT behind) AS claims
ORDER BY kin, state

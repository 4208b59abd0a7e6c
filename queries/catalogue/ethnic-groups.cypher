// Ethnic groups that live in $state, or in a place located in it. The same rows as ethnic-groups.rq.
// :param state => 'ent:iran'
CALL {
  MATCH (group:EthnicGroup)-[r:LIVES_IN]->(place:Entity {id: $state})
  RETURN group, place, [r.claim] AS behind
  UNION
  MATCH (group:EthnicGroup)-[r:LIVES_IN]->(place:Entity)-[l:LOCATED_IN]->(:Entity {id: $state})
  RETURN group, place, [r.claim, l.claim] AS behind
}
RETURN group.id AS group, group.name AS name, place.id AS place, place.name AS place_name,
  collect(DISTINCT behind) AS claims
ORDER BY group, place

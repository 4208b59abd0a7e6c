// Armed groups that act in or on $state. The same rows as armed-groups.rq.
// :param state => 'ent:iran'
MATCH (group:ArmedGroup)-[r]->(state:Entity {id: $state})
MATCH (claim:Claim {id: r.claim})
RETURN group.id AS group, group.name AS name, claim.relation AS relation, collect(DISTINCT claim.id) AS claims
ORDER BY group, relation

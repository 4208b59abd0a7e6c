// Organisations and agreements that $state is in. The same rows as memberships.rq.
// :param state => 'ent:iran'
MATCH (:Entity {id: $state})-[r:MEMBER_OF|PARTICIPATES_IN]->(organisation:Organisation|Agreement)
MATCH (claim:Claim {id: r.claim})
RETURN organisation.id AS organisation, organisation.name AS name, claim.relation AS relation,
  collect(DISTINCT claim.id) AS claims
ORDER BY organisation, relation

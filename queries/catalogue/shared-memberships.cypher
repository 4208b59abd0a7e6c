// Organisations and agreements that both $a and $b are in. The same rows as shared-memberships.rq.
// :param a => 'ent:iran'; :param b => 'ent:azerbaijan'
MATCH (:Entity {id: $a})-[r:MEMBER_OF|PARTICIPATES_IN]->(organisation:Organisation|Agreement)
MATCH (:Entity {id: $b})-[q:MEMBER_OF|PARTICIPATES_IN]->(organisation)
RETURN organisation.id AS organisation, organisation.name AS name, collect(DISTINCT [r.claim, q.claim]) AS claims
ORDER BY organisation

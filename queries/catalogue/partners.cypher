// Allies and partners of $state. The same rows as partners.rq.
// :param state => 'ent:azerbaijan'
MATCH (state:Entity {id: $state})-[r:ALLIED_WITH|STRATEGIC_PARTNER_OF|COOPERATES_WITH]-(partner:Actor)
WHERE partner <> state
MATCH (claim:Claim {id: r.claim})
RETURN partner.id AS partner, partner.name AS name, claim.relation AS relation, collect(DISTINCT claim.id) AS claims
ORDER BY partner, relation

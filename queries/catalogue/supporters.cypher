// Who supports $group, or is said not to. The same rows as supporters.rq.
// :param group => 'ent:pjak'
MATCH (:Entity {id: $group})<-[:OBJECT]-(claim:Claim)
WHERE claim.relation IN ['supports', 'backs', 'aids', 'finances', 'suppliesTo', 'promotes']
  AND coalesce(claim.verdict, '') <> 'rejected'
MATCH (claim)-[:SUBJECT]->(supporter:Entity)
RETURN supporter.id AS supporter, supporter.name AS name, claim.relation AS relation, claim.modality AS modality,
  collect(DISTINCT claim.id) AS claims
ORDER BY supporter, relation, modality

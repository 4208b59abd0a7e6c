// What happened between $a and $b, and when. The same rows as timeline.rq.
// :param a => 'ent:iran'; :param b => 'ent:azerbaijan'
MATCH (:Entity {id: $a})<-[:SUBJECT|OBJECT]-(claim:Claim)
MATCH (claim)-[:SUBJECT|OBJECT]->(:Entity {id: $b})
WHERE $a <> $b AND coalesce(claim.verdict, '') <> 'rejected' AND (claim.valid_from IS NOT NULL OR claim.valid_to IS NOT NULL)
MATCH (claim)-[:SUBJECT]->(subject:Entity)
MATCH (claim)-[:OBJECT]->(object:Entity)
WITH claim.valid_from AS valid_from, claim.valid_to AS valid_to, subject.id AS subject, claim.relation AS relation,
  object.id AS object, claim.modality AS modality, collect(DISTINCT claim.id) AS claims
RETURN valid_from, valid_to, subject, relation, object, modality, claims
ORDER BY coalesce(valid_from, ''), coalesce(valid_to, ''), subject, relation, object, modality

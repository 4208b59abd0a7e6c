// What follows if $condition: claims in every mode. The same rows as consequences.rq.
// :param condition => 'ent:iran-state-failure'
CALL {
  MATCH (claim:Claim)-[:IF]->(:Entity {id: $condition})
  RETURN claim
  UNION
  MATCH (claim:Claim)-[:SUBJECT]->(:Entity {id: $condition})
  WHERE claim.relation IN ['causes', 'endangers', 'affects']
  RETURN claim
}
WITH claim
WHERE coalesce(claim.verdict, '') <> 'rejected'
MATCH (claim)-[:SUBJECT]->(subject:Entity)
MATCH (claim)-[:OBJECT]->(object:Entity)
RETURN subject.id AS subject, subject.name AS subject_name, claim.relation AS relation, object.id AS object,
  object.name AS object_name, claim.modality AS modality, collect(DISTINCT claim.id) AS claims
ORDER BY subject, relation, object, modality

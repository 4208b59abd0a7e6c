// Where $a stands on $b: claims in every mode. The same rows as stance.rq.
// :param a => 'ent:azerbaijan'; :param b => 'ent:iran'
MATCH (:Entity {id: $a})<-[:SUBJECT|OBJECT]-(claim:Claim)
MATCH (claim)-[:SUBJECT|OBJECT]->(:Entity {id: $b})
MATCH (claim)-[:SUBJECT]->(subject:Entity)
WHERE $a <> $b AND coalesce(claim.verdict, '') <> 'rejected'
  // What is claimed of either side of an alliance, a rivalry or a meeting holds of both.
  AND (claim.relation IN [
      'agreesWith', 'consults', 'cooperatesWith', 'alliedWith', 'strategicPartnerOf', 'rivalOf']
    OR (subject.id = $a AND claim.relation IN [
      'backs', 'aids', 'yieldsTo', 'requestsFrom', 'accuses', 'rejects', 'threatens', 'protestsAgainst',
      'mobilisesAgainst', 'sanctions', 'coerces', 'assaults', 'supports', 'promotes', 'represses',
      'endangers', 'intervenesIn', 'occupies']))
OPTIONAL MATCH (claim)-[:SAID_BY]->(speaker:Entity)
WITH claim.relation AS relation, claim.modality AS modality, speaker.id AS said_by, claim.valid_from AS valid_from,
  claim.valid_to AS valid_to, collect(DISTINCT claim.id) AS claims
RETURN relation, modality, said_by, valid_from, valid_to, claims
ORDER BY relation, modality, coalesce(said_by, ''), coalesce(valid_from, ''), coalesce(valid_to, '')

// What is claimed and denied about $entity. The same rows as contradictions.rq.
// :param entity => 'ent:azerbaijan'
MATCH (:Entity {id: $entity})<-[:SUBJECT|OBJECT]-(denial:Claim {modality: 'negated'})
WHERE coalesce(denial.verdict, '') <> 'rejected'
MATCH (denial)-[:SUBJECT]->(denied:Entity)
MATCH (denial)-[:OBJECT]->(of:Entity)
WHERE denied <> of
MATCH (denied)<-[:SUBJECT|OBJECT]-(claim:Claim)
WHERE claim.relation = denial.relation AND claim.modality <> 'negated' AND coalesce(claim.verdict, '') <> 'rejected'
MATCH (claim)-[:SUBJECT]->(subject:Entity)
MATCH (claim)-[:OBJECT]->(object:Entity)
// What is denied of a border, an alliance or a meeting is denied both ways.
WHERE (subject = denied AND object = of)
  OR (subject = of AND object = denied AND claim.relation IN
    ['borders', 'alternativeTo', 'kinOf', 'alliedWith', 'strategicPartnerOf', 'rivalOf',
      'agreesWith', 'consults', 'cooperatesWith'])
// What did not hold at one time may have held at another: partial dates compare by their start.
WITH claim, denial, subject, object
WHERE (claim.valid_from IS NULL OR denial.valid_to IS NULL
    OR left(claim.valid_from, size(denial.valid_to)) <= denial.valid_to)
  AND (denial.valid_from IS NULL OR claim.valid_to IS NULL
    OR left(denial.valid_from, size(claim.valid_to)) <= claim.valid_to)
OPTIONAL MATCH (claim)-[:SAID_BY]->(speaker:Entity)
OPTIONAL MATCH (denial)-[:SAID_BY]->(denier:Entity)
WITH subject.id AS subject, subject.name AS subject_name, claim.relation AS relation, object.id AS object,
  object.name AS object_name, claim.modality AS modality, speaker.id AS said_by, denier.id AS denied_by,
  collect(DISTINCT [claim.id, denial.id]) AS claims
RETURN subject, subject_name, relation, object, object_name, modality, said_by, denied_by, claims
ORDER BY subject, relation, object, modality, coalesce(said_by, ''), coalesce(denied_by, '')

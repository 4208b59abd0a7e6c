// What $source says about $entity: its own passages, or words reported of it. The same rows as says.rq.
// :param source => 'src:briefing'; :param entity => 'ent:khudafarin-plant'
MATCH (:Entity {id: $entity})<-[:SUBJECT|OBJECT]-(claim:Claim)
WHERE coalesce(claim.verdict, '') <> 'rejected'
  AND (EXISTS { MATCH (claim)-[:SAID_BY]->(:Entity {id: $source}) WHERE true }
    OR EXISTS { MATCH (claim)-[:EVIDENCE]->(:Passage)-[:IN]->(:Source {id: $source}) WHERE true })
MATCH (claim)-[:SUBJECT]->(subject:Entity)
MATCH (claim)-[:OBJECT]->(object:Entity)
RETURN subject.id AS subject, subject.name AS subject_name, claim.relation AS relation, object.id AS object,
  object.name AS object_name, claim.modality AS modality, collect(DISTINCT claim.id) AS claims
ORDER BY subject, relation, object, modality

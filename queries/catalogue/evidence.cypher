// Every passage that links $a and $b. The same rows as evidence.rq.
// :param a => 'ent:iran'; :param b => 'ent:khudafarin-plant'
MATCH (:Entity {id: $a})<-[:SUBJECT|OBJECT]-(claim:Claim)
MATCH (claim)-[:SUBJECT|OBJECT]->(:Entity {id: $b})
WHERE $a <> $b AND coalesce(claim.verdict, '') <> 'rejected'
MATCH (claim)-[:SUBJECT]->(subject:Entity)
MATCH (claim)-[:OBJECT]->(object:Entity)
MATCH (claim)-[:EVIDENCE]->(passage:Passage)-[:IN]->(source:Source)
OPTIONAL MATCH (claim)-[:SAID_BY]->(speaker:Entity)
RETURN subject.id AS subject, claim.relation AS relation, object.id AS object, claim.modality AS modality,
  speaker.id AS said_by, source.id AS source, source.name AS title, passage.start AS start, passage.`end` AS `end`,
  coalesce(passage.quote, CASE WHEN passage.lang IS NULL THEN null ELSE '' END) AS quote, [claim.id] AS claims
ORDER BY source, coalesce(start, -1), coalesce(`end`, -1), subject, relation, object, modality,
  coalesce(said_by, ''), claims[0]

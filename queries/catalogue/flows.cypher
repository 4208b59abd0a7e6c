// What flows between $a and $b, or in and out of $a when $b is null. The same rows as flows.rq.
// :param a => 'ent:azerbaijan'; :param b => 'ent:iran'
MATCH (a:Entity {id: $a})
CALL (a) {
  MATCH (a)-[r:EXPORTS_TO|SUPPLIES_TO]-(partner:Entity)
  WHERE partner <> a AND ($b IS NULL OR partner.id = $b)
  RETURN r.claim AS id
  UNION
  MATCH (a)-[x:OPERATES|OWNS|BUILDS|CONTROLS|PARTICIPATES_IN|INVESTS_IN|FINANCES|CONNECTS|PASSES_THROUGH|LOCATED_IN]-(flow:Flow)
  WHERE (type(x) IN ['CONNECTS', 'PASSES_THROUGH', 'LOCATED_IN']) = (startNode(x) = flow) OR a = flow
  MATCH (flow)-[y:OPERATES|OWNS|BUILDS|CONTROLS|PARTICIPATES_IN|INVESTS_IN|FINANCES|CONNECTS|PASSES_THROUGH|LOCATED_IN]-(partner:Entity)
  WHERE partner <> a AND ($b IS NULL OR partner.id = $b)
    AND ((type(y) IN ['CONNECTS', 'PASSES_THROUGH', 'LOCATED_IN']) = (startNode(y) = flow) OR partner = flow)
  MATCH (flow)-[r:OPERATES|OWNS|BUILDS|CONTROLS|PARTICIPATES_IN|INVESTS_IN|FINANCES|CONNECTS|PASSES_THROUGH|LOCATED_IN]-(party:Entity)
  WHERE party = a OR party = partner
  RETURN r.claim AS id
}
MATCH (claim:Claim {id: id})-[:SUBJECT]->(subject:Entity)
MATCH (claim)-[:OBJECT]->(object:Entity)
UNWIND CASE WHEN claim.quantity_values IS NULL THEN [-1] ELSE range(0, size(claim.quantity_values) - 1) END AS i
WITH claim, subject, object,
  CASE WHEN i < 0 THEN null ELSE claim.quantity_values[i] END AS value,
  CASE WHEN i < 0 THEN null ELSE claim.quantity_units[i] END AS unit,
  CASE WHEN i < 0 THEN null WHEN claim.quantity_of[i] = '' THEN null ELSE claim.quantity_of[i] END AS of
WITH subject.id AS subject, subject.name AS subject_name, claim.relation AS relation, object.id AS object,
  object.name AS object_name, value, unit, of, claim.valid_from AS valid_from, claim.valid_to AS valid_to,
  collect(DISTINCT claim.id) AS claims
RETURN subject, subject_name, relation, object, object_name, value, unit, of, valid_from, valid_to, claims
ORDER BY subject, relation, object, coalesce(valid_from, ''), coalesce(valid_to, ''), coalesce(unit, ''),
  value IS NOT NULL, value, coalesce(of, '')

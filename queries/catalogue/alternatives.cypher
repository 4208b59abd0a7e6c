// Alternatives: what can stand in for $asset. The same rows as alternatives.rq.
// :param asset => 'ent:instc'
MATCH (asset:Entity {id: $asset})-[r:ALTERNATIVE_TO]-(other:Entity)
WHERE other <> asset
RETURN other.id AS alternative, other.name AS name, collect(DISTINCT r.claim) AS claims
ORDER BY alternative

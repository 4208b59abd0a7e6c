// States that border $state. The same rows as neighbours.rq.
// :param state => 'ent:iran'
MATCH (state:Entity {id: $state})-[r:BORDERS]-(neighbour:State)
WHERE neighbour <> state
RETURN neighbour.id AS neighbour, neighbour.name AS name, collect(DISTINCT r.claim) AS claims
ORDER BY neighbour

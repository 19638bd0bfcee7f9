-- $1 how long controls that need no comparison any more are kept, in milliseconds. Differences stay until they are gone.
WITH gone AS (
  DELETE FROM control
  WHERE taken_at < now() - $1::bigint * interval '1 millisecond' AND outcome IN ('agreed', 'notJudged')
  RETURNING source, dataset, scope
)
DELETE FROM reconciliation USING gone
WHERE (reconciliation.source, reconciliation.dataset, reconciliation.scope) = (gone.source, gone.dataset, gone.scope)

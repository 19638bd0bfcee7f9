-- $1 most sources. Of each source that has told a control, and of all against the results: the days that differ
SELECT source, 'arrived' AS against, days, extract(epoch FROM newest)::float8 AS newest
FROM (SELECT source, newest FROM control_source ORDER BY source LIMIT $1) AS known
CROSS JOIN LATERAL (
  SELECT count(DISTINCT day)::int AS days FROM reconciliation
  WHERE rank = 0 AND against = 'arrived' AND reconciliation.source = known.source
) AS differing
UNION ALL
SELECT 'all', 'results', count(DISTINCT day)::int, NULL FROM reconciliation WHERE rank = 0 AND against = 'results'

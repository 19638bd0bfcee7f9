-- $1 source, $2 dataset, $3 scope, $4 against: days that neither side has any more
DELETE FROM reconciliation
WHERE (source, dataset, scope, against) = ($1, $2, $3, $4)
  AND expected_rows = 0 AND expected_amount = 0 AND found_rows = 0 AND found_amount = 0

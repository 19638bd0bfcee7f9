-- $1 source, $2 dataset, $3 scope
DELETE FROM control_day WHERE (source, dataset, scope) = ($1, $2, $3)

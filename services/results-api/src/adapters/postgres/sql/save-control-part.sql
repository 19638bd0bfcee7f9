-- $1 source, $2 dataset, $3 scope, $4 part, $5 ends of sales. A part that is not the next one is of a control that was told anew, or came again.
UPDATE control SET parts_seen = parts_seen + 1, ends = $5
WHERE (source, dataset, scope) = ($1, $2, $3) AND parts_seen = $4

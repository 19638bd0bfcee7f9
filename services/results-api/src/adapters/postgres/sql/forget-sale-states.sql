-- $1 partition
DELETE FROM sale_state WHERE partition = $1

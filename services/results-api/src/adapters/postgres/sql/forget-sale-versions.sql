-- $1 partition
DELETE FROM sale_version WHERE partition = $1

-- $1 topic
SELECT partition, next_offset FROM sink_progress WHERE topic = $1

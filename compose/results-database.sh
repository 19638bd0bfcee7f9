#!/bin/sh
# First start of the results database: a role that owns it, and is no administrator of the server.
psql --no-psqlrc --set ON_ERROR_STOP=1 --username postgres --dbname results <<'SQL' || exit 1
\set results_password `cat /run/secrets/results-password`
CREATE ROLE results LOGIN PASSWORD :'results_password';
ALTER DATABASE results OWNER TO results;
REVOKE ALL ON DATABASE results FROM PUBLIC;
SQL

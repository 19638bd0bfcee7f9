#!/bin/sh
# First start of the source database: a shop that owns its tables, and a role that reads them and the write-ahead log.
psql --no-psqlrc --set ON_ERROR_STOP=1 --username postgres --dbname source <<'SQL' || exit 1
\set source_password `cat /run/secrets/source-password`
\set bridge_password `cat /run/secrets/bridge-password`
CREATE ROLE source LOGIN PASSWORD :'source_password';
CREATE ROLE bridge LOGIN REPLICATION PASSWORD :'bridge_password';
ALTER DATABASE source OWNER TO source;
REVOKE ALL ON DATABASE source FROM PUBLIC;
GRANT CONNECT ON DATABASE source TO bridge;
SET ROLE source;
\i /schema.sql
SQL

-- What a chart over time reads, without adding up cities. country '': all countries together; zeros as in city_total.
CREATE TABLE country_total (
  country  text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  year     smallint NOT NULL,
  month    smallint NOT NULL,
  day      smallint NOT NULL,
  total    numeric NOT NULL,
  count    bigint NOT NULL,
  PRIMARY KEY (country, currency, year, month, day)
);

CREATE INDEX country_total_of_all_time ON country_total (country, currency) WHERE year = 0;

INSERT INTO country_total
SELECT coalesce(country, ''), currency, year, month, day, sum(total), sum(count)
FROM city_total
GROUP BY currency, year, month, day, ROLLUP (country);

-- Whoever saves progress tells every replica that the results may have changed; the revision says whether they have.
CREATE FUNCTION notify_results_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NOTIFY results_changed;
  RETURN NULL;
END
$$;

CREATE TRIGGER results_changed AFTER INSERT OR UPDATE ON sink_progress
FOR EACH STATEMENT EXECUTE FUNCTION notify_results_changed();

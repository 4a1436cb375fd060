-- How exactly a forecast was told (schema 3): NULL is a day; it counts as the last day of its period all the same.

ALTER TABLE store.milestone_entry ADD COLUMN IF NOT EXISTS forecast_precision VARCHAR;

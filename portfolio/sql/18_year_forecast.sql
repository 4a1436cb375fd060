-- What an owner expects of a year (schema 3).

ALTER TABLE store.plan_entry ADD COLUMN IF NOT EXISTS year_forecast_amount DECIMAL(18,2);

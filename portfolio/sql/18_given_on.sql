-- From which day a unit answers, where that is not the day on which it was entered (schema 3).

ALTER TABLE store.assignment ADD COLUMN IF NOT EXISTS given_on DATE;

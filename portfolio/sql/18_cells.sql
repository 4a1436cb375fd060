-- The cell of each figure (schema 3): one text a figure, its field and its cell ("paid_amount F13"); `cell` stays the
-- row's first.

ALTER TABLE store.status_entry ADD COLUMN IF NOT EXISTS cells VARCHAR[];

ALTER TABLE store.investment_entry ADD COLUMN IF NOT EXISTS cells VARCHAR[];

ALTER TABLE store.funding_entry ADD COLUMN IF NOT EXISTS cells VARCHAR[];

ALTER TABLE store.plan_entry ADD COLUMN IF NOT EXISTS cells VARCHAR[];

ALTER TABLE store.progress_entry ADD COLUMN IF NOT EXISTS cells VARCHAR[];

ALTER TABLE store.milestone_entry ADD COLUMN IF NOT EXISTS cells VARCHAR[];

ALTER TABLE store.obstacle_entry ADD COLUMN IF NOT EXISTS cells VARCHAR[];

ALTER TABLE store.indicator_entry ADD COLUMN IF NOT EXISTS cells VARCHAR[];

ALTER TABLE store.year_end_base_entry ADD COLUMN IF NOT EXISTS cells VARCHAR[];

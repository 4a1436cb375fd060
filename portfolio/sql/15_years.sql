-- What a year is counted from (schema 3).

CREATE TABLE IF NOT EXISTS store.year_end_base_entry (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, project_id VARCHAR NOT NULL, period_on DATE NOT NULL,
    sheet VARCHAR, row_number INTEGER, cell VARCHAR, cleared VARCHAR[], year_end_on DATE NOT NULL, source VARCHAR,
    currency VARCHAR NOT NULL, work_done_amount DECIMAL(18,2), allocated_amount DECIMAL(18,2),
    received_amount DECIMAL(18,2), paid_amount DECIMAL(18,2));
COMMENT ON TABLE store.year_end_base_entry IS
    'One row a statement of what stood at a year''s end (截至上年末累计), told later: work done where source is NULL, else a '
    'source''s 下达, 到位, 支付.';

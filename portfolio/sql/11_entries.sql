-- What owners report. Every entry carries the submission's event id, its place in the file, the project and the month;
-- `cleared` names the fields taken back, since a blank changes nothing. Amounts are yuan; cumulative from the start.

CREATE TABLE IF NOT EXISTS store.report (event_id BIGINT NOT NULL, position INTEGER NOT NULL,
                                         project_id VARCHAR NOT NULL, period_on DATE NOT NULL);
COMMENT ON TABLE store.report IS
    'One row a project and month that a submission reports on, whatever it states; written by append beside the '
    'entries.';

CREATE TABLE IF NOT EXISTS store.status_entry (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, project_id VARCHAR NOT NULL, period_on DATE NOT NULL,
    sheet VARCHAR, row_number INTEGER, cell VARCHAR, cleared VARCHAR[], stage VARCHAR);
COMMENT ON TABLE store.status_entry IS 'One row a reported stage (项目状态) of a project.';

CREATE TABLE IF NOT EXISTS store.investment_entry (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, project_id VARCHAR NOT NULL, period_on DATE NOT NULL,
    sheet VARCHAR, row_number INTEGER, cell VARCHAR, cleared VARCHAR[], amount DECIMAL(18,2), basis VARCHAR,
    document_number VARCHAR);
COMMENT ON TABLE store.investment_entry IS 'One row a stated total investment (总投资) with its basis and document.';

CREATE TABLE IF NOT EXISTS store.funding_entry (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, project_id VARCHAR NOT NULL, period_on DATE NOT NULL,
    sheet VARCHAR, row_number INTEGER, cell VARCHAR, cleared VARCHAR[], source VARCHAR NOT NULL,
    currency VARCHAR NOT NULL, planned_amount DECIMAL(18,2), allocated_amount DECIMAL(18,2),
    received_amount DECIMAL(18,2), paid_amount DECIMAL(18,2), plan_complete BOOLEAN);
COMMENT ON TABLE store.funding_entry IS 'One row a source''s money: planned, and the cumulative 下达, 到位, 支付.';

CREATE TABLE IF NOT EXISTS store.plan_entry (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, project_id VARCHAR NOT NULL, period_on DATE NOT NULL,
    sheet VARCHAR, row_number INTEGER, cell VARCHAR, cleared VARCHAR[], year INTEGER NOT NULL,
    planned_amount DECIMAL(18,2), reason VARCHAR);
COMMENT ON TABLE store.plan_entry IS
    'One row a statement of a year''s planned spending (年度计划投资); a later row revises it.';

CREATE TABLE IF NOT EXISTS store.progress_entry (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, project_id VARCHAR NOT NULL, period_on DATE NOT NULL,
    sheet VARCHAR, row_number INTEGER, cell VARCHAR, cleared VARCHAR[], work_done_amount DECIMAL(18,2),
    physical_share DECIMAL(9,8), in_statistics_amount DECIMAL(18,2));
COMMENT ON TABLE store.progress_entry IS
    'One row a project''s cumulative work done (完成投资), physical share (形象进度) and amount in statistics (入统).';

CREATE TABLE IF NOT EXISTS store.milestone_entry (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, project_id VARCHAR NOT NULL, period_on DATE NOT NULL,
    sheet VARCHAR, row_number INTEGER, cell VARCHAR, cleared VARCHAR[], milestone VARCHAR NOT NULL, due_on DATE,
    due_precision VARCHAR, forecast_on DATE, done_on DATE, done_precision VARCHAR, reason VARCHAR, approval VARCHAR,
    approved_on DATE, correction BOOLEAN NOT NULL);
COMMENT ON TABLE store.milestone_entry IS 'One row a statement of a milestone''s due, forecast or done day.';

CREATE TABLE IF NOT EXISTS store.obstacle_entry (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, project_id VARCHAR NOT NULL, period_on DATE NOT NULL,
    sheet VARCHAR, row_number INTEGER, cell VARCHAR, cleared VARCHAR[], obstacle VARCHAR NOT NULL, reason VARCHAR,
    what VARCHAR, remedy VARCHAR, responsible VARCHAR, due_on DATE, cleared_on DATE);
COMMENT ON TABLE store.obstacle_entry IS 'One row a statement of what stands in a project''s way (存在问题).';

CREATE TABLE IF NOT EXISTS store.indicator_entry (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, project_id VARCHAR NOT NULL, period_on DATE NOT NULL,
    sheet VARCHAR, row_number INTEGER, cell VARCHAR, cleared VARCHAR[], value DECIMAL(18,2), note VARCHAR);
COMMENT ON TABLE store.indicator_entry IS
    'One row a reported value of an indicator; project_id holds the indicator''s number.';

-- Accepted entries and current values. A current value is the newest non-blank one by (period_on, accepted_at);
-- a blank changes nothing, an explicit clearing makes it unknown.

CREATE MACRO newest(value, place, cleared, field, period_on, day) AS
    arg_max_null(value, place) FILTER (period_on <= day AND (value IS NOT NULL OR list_contains(cleared, field)));
COMMENT ON MACRO newest IS 'The current value of a field at a day: the newest stated or cleared one; NULL when none or cleared.';

CREATE MACRO accepted_status(as_of, known_at, counties) AS TABLE
    SELECT e.*, (e.period_on, a.accepted_at, e.event_id, e.position) AS place
    FROM store.status_entry e JOIN accepted_submission(known_at) a ON a.submission_id = e.event_id
    WHERE e.period_on <= as_of AND e.project_id IN (SELECT project_id FROM reach(known_at, counties));
COMMENT ON MACRO TABLE accepted_status IS 'One row a status entry that counts.';

CREATE MACRO accepted_investment(as_of, known_at, counties) AS TABLE
    SELECT e.*, (e.period_on, a.accepted_at, e.event_id, e.position) AS place
    FROM store.investment_entry e JOIN accepted_submission(known_at) a ON a.submission_id = e.event_id
    WHERE e.period_on <= as_of AND e.project_id IN (SELECT project_id FROM reach(known_at, counties));
COMMENT ON MACRO TABLE accepted_investment IS 'One row an investment entry that counts.';

CREATE MACRO accepted_funding(as_of, known_at, counties) AS TABLE
    SELECT e.*, (e.period_on, a.accepted_at, e.event_id, e.position) AS place
    FROM store.funding_entry e JOIN accepted_submission(known_at) a ON a.submission_id = e.event_id
    WHERE e.period_on <= as_of AND e.project_id IN (SELECT project_id FROM reach(known_at, counties));
COMMENT ON MACRO TABLE accepted_funding IS 'One row a funding entry that counts.';

CREATE MACRO accepted_plan(as_of, known_at, counties) AS TABLE
    SELECT e.*, (e.period_on, a.accepted_at, e.event_id, e.position) AS place
    FROM store.plan_entry e JOIN accepted_submission(known_at) a ON a.submission_id = e.event_id
    WHERE e.period_on <= as_of AND e.project_id IN (SELECT project_id FROM reach(known_at, counties));
COMMENT ON MACRO TABLE accepted_plan IS 'One row a year''s plan entry that counts.';

CREATE MACRO accepted_progress(as_of, known_at, counties) AS TABLE
    SELECT e.*, (e.period_on, a.accepted_at, e.event_id, e.position) AS place
    FROM store.progress_entry e JOIN accepted_submission(known_at) a ON a.submission_id = e.event_id
    WHERE e.period_on <= as_of AND e.project_id IN (SELECT project_id FROM reach(known_at, counties));
COMMENT ON MACRO TABLE accepted_progress IS 'One row a progress entry that counts.';

CREATE MACRO accepted_milestone(as_of, known_at, counties) AS TABLE
    SELECT e.*, (e.period_on, a.accepted_at, e.event_id, e.position) AS place
    FROM store.milestone_entry e JOIN accepted_submission(known_at) a ON a.submission_id = e.event_id
    WHERE e.period_on <= as_of AND e.project_id IN (SELECT project_id FROM reach(known_at, counties));
COMMENT ON MACRO TABLE accepted_milestone IS 'One row a milestone entry that counts.';

CREATE MACRO accepted_obstacle(as_of, known_at, counties) AS TABLE
    SELECT e.*, (e.period_on, a.accepted_at, e.event_id, e.position) AS place
    FROM store.obstacle_entry e JOIN accepted_submission(known_at) a ON a.submission_id = e.event_id
    WHERE e.period_on <= as_of AND e.project_id IN (SELECT project_id FROM reach(known_at, counties));
COMMENT ON MACRO TABLE accepted_obstacle IS 'One row an obstacle entry that counts.';

CREATE MACRO reporting(as_of, known_at, counties) AS TABLE
    WITH counted AS (
        SELECT e.project_id, e.period_on, max(e.period_on) OVER (PARTITION BY e.project_id) AS last_period_on
        FROM store.report e JOIN accepted_submission(known_at) a ON a.submission_id = e.event_id
        WHERE e.period_on <= as_of AND e.project_id IN (SELECT project_id FROM reach(known_at, counties)))
    SELECT project_id, last_period_on, year(last_period_on) AS year, make_date(year(last_period_on) - 1, 12, 31) AS december_on,
           last_period_on < any_value(c.last_closed_on) AS reporting_overdue,
           bool_or(period_on = make_date(year(last_period_on) - 1, 12, 31)) AS december_reported
    FROM counted CROSS JOIN calendar(as_of, known_at) c GROUP BY project_id, last_period_on;
COMMENT ON MACRO TABLE reporting IS 'One row a project that ever reported: its last month, the year that month lies in, whether last December was reported, whether it fell silent (逾期未报).';

CREATE MACRO current_stage(as_of, known_at, counties) AS TABLE
    SELECT project_id, newest(stage, place, cleared, 'stage', period_on, as_of) AS stage
    FROM accepted_status(as_of, known_at, counties) GROUP BY project_id;
COMMENT ON MACRO TABLE current_stage IS 'One row a project with a reported stage.';

CREATE MACRO current_investment(as_of, known_at, counties) AS TABLE
    SELECT p.project_id, coalesce(i.amount, p.planned_investment_amount) AS investment_amount,
           CASE WHEN i.amount IS NOT NULL THEN i.basis WHEN p.planned_investment_amount IS NOT NULL THEN 'plan' END AS investment_basis,
           CASE WHEN i.amount IS NULL THEN p.planned_investment_qualifier END AS investment_qualifier
    FROM library_row(known_at) p
    LEFT JOIN (SELECT project_id, unnest(arg_max({'amount': amount, 'basis': basis}, place)) FROM accepted_investment(as_of, known_at, counties)
               WHERE amount IS NOT NULL GROUP BY project_id) i USING (project_id)
    WHERE p.project_id IN (SELECT project_id FROM reach(known_at, counties));
COMMENT ON MACRO TABLE current_investment IS 'One row a project: its investment on the newest accepted basis, else the plan''s.';

CREATE MACRO current_progress(as_of, known_at, counties) AS TABLE
    SELECT e.project_id,
           newest(work_done_amount, place, cleared, 'work_done_amount', period_on, as_of) AS work_done_amount,
           newest(physical_share, place, cleared, 'physical_share', period_on, as_of) AS physical_share,
           newest(in_statistics_amount, place, cleared, 'in_statistics_amount', period_on, as_of) AS in_statistics_amount,
           newest(work_done_amount, place, cleared, 'work_done_amount', period_on, r.december_on) AS december_amount
    FROM accepted_progress(as_of, known_at, counties) e
    JOIN reporting(as_of, known_at, counties) r USING (project_id)
    GROUP BY e.project_id;
COMMENT ON MACRO TABLE current_progress IS 'One row a project that reported progress: cumulative work done now and at last December, physical share, amount in statistics.';

CREATE MACRO current_plan(as_of, known_at, counties) AS TABLE
    SELECT project_id, year, newest(planned_amount, place, cleared, 'planned_amount', period_on, as_of) AS planned_amount,
           arg_max(reason, place) FILTER (planned_amount IS NOT NULL) AS reason
    FROM accepted_plan(as_of, known_at, counties) GROUP BY project_id, year;
COMMENT ON MACRO TABLE current_plan IS 'One row a project and year: the year''s planned spending as last revised.';

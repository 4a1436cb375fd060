-- Accepted entries and current values. A current value is the newest non-blank one by (period_on, accepted_at);
-- a blank changes nothing, an explicit clearing makes it unknown. An accepted entry is delivered with the right value
-- of every field that a correction mends (26_counting_entries.sql), in the place in which it stood; nothing else reads
-- the rows.

CREATE MACRO number_of(condition) AS count(CASE WHEN condition THEN 1 END);
COMMENT ON MACRO number_of IS
    'In how many rows the condition holds. (FILTER beside many other sums copies all of their columns, once for each.)';

CREATE MACRO newest(value, place, cleared, field) AS
    arg_max_null(value, place) FILTER (value IS NOT NULL OR list_contains(cleared, field)),
    (value, place, cleared, field, period_on, day) AS
    arg_max_null(value, place) FILTER (period_on <= day AND (value IS NOT NULL OR list_contains(cleared, field)));
COMMENT ON MACRO newest IS
    'The current value of a field (at a day, where one is given): the newest stated or cleared one; NULL when none or '
    'cleared.';

CREATE MACRO accepted_report() AS TABLE
    SELECT e.*, a.accepted_at FROM store.report e
    JOIN accepted_now a ON a.submission_id = e.event_id AND in_part(a.project_ids, e.project_id)
    WHERE e.period_on <= a.as_of AND e.project_id IN (SELECT r.project_id FROM read_now r)
    UNION ALL BY NAME FROM continued_report();
COMMENT ON MACRO TABLE accepted_report IS
    'One row a project and month of a submission that counts, whatever it states.';

CREATE MACRO reporting() AS TABLE
    WITH told AS (
        SELECT e.project_id, max(e.period_on) AS last_period_on, bool_or(e.period_on = d.last_closed_on) AS reported,
               list(year(e.period_on)) FILTER (month(e.period_on) = 12 AND day(e.period_on) = 31) AS december_years
        FROM accepted_report() e CROSS JOIN day_now d GROUP BY e.project_id)
    SELECT project_id, last_period_on, year(last_period_on) AS last_year,
           make_date(year(last_period_on) - 1, 12, 31) AS december_on,
           greatest(year(last_period_on), l.told_year) AS money_year,
               make_date(money_year - 1, 12, 31) AS money_december_on,
           coalesce(list_contains(december_years, money_year - 1), FALSE) AS money_december_reported,
           reported, NOT reported AND last_period_on > c.last_closed_on AS reported_later,
           last_period_on < c.last_closed_on AS reporting_overdue,
           coalesce(list_contains(december_years, year(last_period_on) - 1), FALSE) AS december_reported,
           coalesce(list_contains(december_years, c.reviewed_year - 1), FALSE) AS reviewed_december_reported
    FROM told CROSS JOIN day_now c LEFT JOIN treasury_year() l USING (project_id);
COMMENT ON MACRO TABLE reporting IS
    'One row a project that ever reported: its last month, the year that month lies in, that year or the later '
    'one of which the treasury tells (money_year), whether the last closed month itself was reported, or only a '
    'later one (未报（后月已报）), whether it fell silent (逾期未报), whether the December before that year was reported, '
    'and that before the year under review.';

CREATE TABLE reporting_now AS FROM reporting() LIMIT 0;
COMMENT ON TABLE reporting_now IS 'reporting of the day.';

CREATE MACRO accepted_status() AS TABLE
    SELECT e.* FROM counting_status() e WHERE e.project_id IN (SELECT r.project_id FROM read_now r)
    UNION ALL BY NAME FROM continued_status();
COMMENT ON MACRO TABLE accepted_status IS 'One row a status entry that counts, mended where a correction mends it.';

CREATE MACRO accepted_investment() AS TABLE
    SELECT e.* FROM counting_investment() e WHERE e.project_id IN (SELECT r.project_id FROM read_now r)
    UNION ALL BY NAME FROM continued_investment();
COMMENT ON MACRO TABLE accepted_investment IS
    'One row an investment entry that counts, mended where a correction mends it.';

CREATE MACRO accepted_funding() AS TABLE
    SELECT e.*, r.money_december_on AS december_on
    FROM (FROM counting_funding() UNION ALL BY NAME FROM continued_funding()) e
    JOIN read_now p USING (project_id) LEFT JOIN reporting_now r USING (project_id);
COMMENT ON MACRO TABLE accepted_funding IS
    'One row a funding entry that counts, mended where a correction mends it, beside it the December before the '
    'year of its project''s money (reporting; none for a row that never reported and takes over what was divided).';

CREATE MACRO accepted_plan() AS TABLE
    SELECT e.* FROM counting_plan() e WHERE e.project_id IN (SELECT r.project_id FROM read_now r)
    UNION ALL BY NAME FROM continued_plan();
COMMENT ON MACRO TABLE accepted_plan IS 'One row a year''s plan entry that counts, mended where a correction mends it.';

CREATE MACRO accepted_progress() AS TABLE
    SELECT e.*, r.december_on, r.december_reported, r.last_year
    FROM (FROM counting_progress() UNION ALL BY NAME FROM continued_progress()) e
    JOIN read_now p USING (project_id) LEFT JOIN reporting_now r USING (project_id);
COMMENT ON MACRO TABLE accepted_progress IS
    'One row a progress entry that counts, mended where a correction mends it, beside it the last December of its '
    'project (reporting).';

CREATE MACRO accepted_milestone() AS TABLE
    SELECT e.* FROM counting_milestone() e WHERE e.project_id IN (SELECT r.project_id FROM read_now r)
    UNION ALL BY NAME FROM continued_milestone();
COMMENT ON MACRO TABLE accepted_milestone IS
    'One row a milestone entry that counts, mended where a correction mends it; an approval whose number or day was '
    'not to be stated is none.';

CREATE MACRO accepted_obstacle() AS TABLE
    SELECT e.* FROM counting_obstacle() e WHERE e.project_id IN (SELECT r.project_id FROM read_now r)
    UNION ALL BY NAME FROM continued_obstacle();
COMMENT ON MACRO TABLE accepted_obstacle IS
    'One row an obstacle entry that counts, mended where a correction mends it.';

CREATE MACRO accepted_year_end_base() AS TABLE
    SELECT e.* FROM counting_year_end_base() e WHERE e.project_id IN (SELECT r.project_id FROM read_now r)
    UNION ALL BY NAME FROM continued_year_end_base();
COMMENT ON MACRO TABLE accepted_year_end_base IS
    'One row a statement of a year''s end that counts, mended where a correction mends it.';

CREATE MACRO current_year_end() AS TABLE
    SELECT project_id, year_end_on, source, currency,
           newest(work_done_amount, place, cleared, 'work_done_amount') AS work_done_amount,
           newest(allocated_amount, place, cleared, 'allocated_amount') AS allocated_amount,
           newest(received_amount, place, cleared, 'received_amount') AS received_amount,
           newest(paid_amount, place, cleared, 'paid_amount') AS paid_amount
    FROM accepted_year_end_base()
    WHERE project_id NOT IN (SELECT unnest(r.ancestor_ids) FROM read_now r)
    GROUP BY project_id, year_end_on, source, currency;
COMMENT ON MACRO TABLE current_year_end IS
    'One row a project without members, year''s end and source (NULL: work done): 截至上年末累计 as last told.';

CREATE TABLE year_end_now AS FROM current_year_end() LIMIT 0;
COMMENT ON TABLE year_end_now IS 'current_year_end of the day.';

CREATE MACRO year_base(december_amount, december_reported, told_amount, named_by_december, cumulative_amount,
                       start_year, year) AS
    coalesce(CASE WHEN december_reported THEN december_amount END, told_amount,
             CASE WHEN (december_reported AND NOT named_by_december) OR start_year = year
                    OR (cumulative_amount = 0 AND year IS NOT NULL) THEN 0 END);
COMMENT ON MACRO year_base IS
    'What a cumulative amount was by last December, from which a year''s figure is counted: what that December''s '
    'report knew, else what was told of that year''s end later, else 0 where the source was not named yet, the '
    'project started this year or the amount itself is 0, else unknown, as it is where there is no year.';

CREATE MACRO last_december(year) AS make_date(year::INTEGER - 1, 12, 31);
COMMENT ON MACRO last_december IS 'The last day of the year before.';

CREATE MACRO december_asked(first_opened_on, entered_on, december_on) AS
    coalesce(first_opened_on <= december_on AND entered_on < december_on, FALSE);
COMMENT ON MACRO december_asked IS
    'Whether a report of that December could be asked for: some month was open for reports by then, and the project '
    'had entered before.';

CREATE MACRO own_elapsed_share(month_on, start_due_on, completion_due_on) AS
    CASE WHEN month_on IS NOT NULL AND (start_due_on IS NULL OR start_due_on <= month_on) THEN least(1.0::DOUBLE,
        (month(month_on) - CASE WHEN year(start_due_on) = year(month_on) THEN month(start_due_on) ELSE 1 END
             + 1)::DOUBLE
        / (CASE WHEN year(completion_due_on) = year(month_on) AND NOT coalesce(completion_due_on < start_due_on, FALSE)
                THEN month(completion_due_on) ELSE 12 END
           - CASE WHEN year(start_due_on) = year(month_on) THEN month(start_due_on) ELSE 1 END + 1)) END;
COMMENT ON MACRO own_elapsed_share IS
    'A project''s own 序时进度 at a month''s end, in whole months, that of the start counted: from its due start (or '
    'January) to its due completion (or December) within the year; NULL before its due start; a due completion before '
    'the year or before the start counts as December.';

CREATE MACRO current_investment() AS TABLE
    SELECT p.project_id, coalesce(i.amount, p.planned_investment_amount) AS investment_amount,
           CASE WHEN i.amount IS NOT NULL THEN i.basis
                WHEN p.planned_investment_amount IS NOT NULL THEN 'plan' END AS investment_basis,
           CASE WHEN i.amount IS NULL THEN p.planned_investment_qualifier END AS investment_qualifier
    FROM read_row() p
    LEFT JOIN (SELECT project_id, unnest(arg_max({'amount': amount, 'basis': basis}, place)) FROM accepted_investment()
               WHERE amount IS NOT NULL GROUP BY project_id) i USING (project_id);
COMMENT ON MACRO TABLE current_investment IS
    'One row a project: its investment on the newest accepted basis, else the plan''s.';

CREATE MACRO current_progress() AS TABLE
    SELECT e.project_id,
           newest(work_done_amount, place, cleared, 'work_done_amount') AS work_done_amount,
           newest(physical_share, place, cleared, 'physical_share') AS physical_share,
           newest(in_statistics_amount, place, cleared, 'in_statistics_amount') AS in_statistics_amount,
           newest(work_done_amount, place, cleared, 'work_done_amount', period_on, december_on) AS december_amount,
           newest(work_done_amount, place, cleared, 'work_done_amount', period_on, d.reviewed_to_on) AS reviewed_amount,
           newest(work_done_amount, place, cleared, 'work_done_amount', period_on,
                  make_date(d.reviewed_year - 1, 12, 31)) AS reviewed_december_amount
    FROM accepted_progress() e CROSS JOIN day_now d GROUP BY e.project_id;
COMMENT ON MACRO TABLE current_progress IS
    'One row a project that reported progress: cumulative work done now and at last December, by the last month under '
    'review and by the December before the year under review; physical share, amount in statistics.';

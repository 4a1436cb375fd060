-- Rows behind the figures: what a reader opens from a number.

CREATE MACRO shown_delay_days(late, delay_days) AS CASE WHEN late OR delay_days = 0 THEN delay_days END;
COMMENT ON MACRO shown_delay_days IS 'Days late as the list shows them: days that count nowhere (not reported, suspended) are not shown as days late.';

CREATE MACRO delay_standing(late, passed_unreported, delay_days) AS
    CASE WHEN late THEN 'late' WHEN passed_unreported THEN 'passed' WHEN delay_days IS NULL THEN 'no_due' WHEN delay_days = 0 THEN 'on_time' ELSE 'not_counted' END;
COMMENT ON MACRO delay_standing IS 'How a project of the list stands to its days: late, passed (时限已过、未填报), no_due, on_time, not_counted.';

CREATE MACRO shown_qualifier(amount, qualifier) AS CASE WHEN amount IS NOT NULL THEN coalesce(qualifier, 'exact') END;
COMMENT ON MACRO shown_qualifier IS 'How exactly an amount is stated, as the list shows it: exact where nothing is said of it, unknown where the amount is.';

CREATE MACRO with_row_investment(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.* REPLACE (a.investment_amount::DECIMAL(18,2) AS investment_amount)
    FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p
    JOIN amount_now a ON a.snapshot_id = snapshot AND a.project_id = p.project_id;
COMMENT ON MACRO TABLE with_row_investment IS 'One row a selected row with its row amount as its investment: of a group what it states beyond its members, so that the column adds up.';

CREATE MACRO listed(snapshot, only_these, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.* FROM with_row_investment(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p
    WHERE only_these = '' OR only_these = 'late' AND p.late OR only_these = 'passed' AND p.passed_unreported
       OR only_these = 'no_investment' AND p.kind = 'project' AND p.investment_amount IS NULL;
COMMENT ON MACRO TABLE listed IS 'One row a selected row of 项目库, as with_row_investment: all of them, or only those late, passed (时限已过、未填报), or of unknown investment (no_investment).';

CREATE MACRO list_row(snapshot, only_these, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.* EXCLUDE (snapshot_id)
    FROM listed(snapshot, only_these, counties, areas, categories, projects, scope, sources, stages, states, search) p;
COMMENT ON MACRO TABLE list_row IS 'One row a row of listed.';

CREATE MACRO list_count(snapshot, only_these, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT kind, state, count(*) AS row_count, number_of(is_judged(state)) AS judged_count, number_of(late) AS late_count,
           number_of(passed_unreported) AS passed_count, number_of(parent_id IS NOT NULL) AS member_count,
           sum(investment_amount) AS investment_amount, number_of(kind = 'project' AND investment_amount IS NOT NULL) AS known_count,
           sum(CASE WHEN a.grouped THEN investment_amount END) AS undivided_amount,
           number_of(a.grouped AND investment_amount <> 0) AS undivided_count
    FROM listed(snapshot, only_these, counties, areas, categories, projects, scope, sources, stages, states, search) l
    JOIN (SELECT a.project_id, a.grouped FROM amount_now a WHERE a.snapshot_id = snapshot) a USING (project_id)
    GROUP BY kind, state;
COMMENT ON MACRO TABLE list_count IS 'One row a kind and state of the rows of listed: how many, how many of them judged, late, passed (时限已过、未填报) and members of a group; yuan of investment, how many projects know it, and how much of it in how many groups is not broken down (未分解到项目).';

CREATE MACRO place_in_list(value, codes) AS CASE WHEN value IS NOT NULL THEN coalesce(nullif(list_position(codes::VARCHAR[], value), 0), len(codes::VARCHAR[]) + 1) END;
COMMENT ON MACRO place_in_list IS 'Where a code sorts: at its place in the list, after all where the list lacks it; unknown where there is none.';

CREATE MACRO list_shown(snapshot, only_these, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT l.*, shown_delay_days(l.late, l.delay_days) AS shown_delay_days, delay_standing(l.late, l.passed_unreported, l.delay_days) AS shown_delay_standing,
           shown_qualifier(l.investment_amount, l.investment_qualifier) AS shown_investment_qualifier
    FROM list_row(snapshot, only_these, counties, areas, categories, projects, scope, sources, stages, states, search) l;
COMMENT ON MACRO TABLE list_shown IS 'One row a row of list_row, with what the list shows in place of its own value (shown_ and its name).';

CREATE MACRO list_sorted(snapshot, only_these, of_column, sorts_as, codes, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT l.* EXCLUDE (shown_delay_days, shown_delay_standing, shown_investment_qualifier), CASE WHEN sorts_as = 'value' THEN (COLUMNS('^' || of_column || '$')) END AS value_key,
           CASE WHEN sorts_as = 'text' THEN gb18030((COLUMNS('^' || of_column || '$'))::VARCHAR) END AS text_key, CASE WHEN sorts_as = 'code' THEN place_in_list((COLUMNS('^' || of_column || '$'))::VARCHAR, codes) END AS code_key
    FROM list_shown(snapshot, only_these, counties, areas, categories, projects, scope, sources, stages, states, search) l;
COMMENT ON MACRO TABLE list_sorted IS 'One row a row of list_row, with what it sorts by: of the column of_column of list_shown its value, its Chinese order (text) or its place in codes (code), as sorts_as says; the other keys are unknown.';

CREATE MACRO list_name(snapshot, only_these, of_column, sorts_as, codes, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT project_id, name, value_key, text_key, code_key FROM list_sorted(snapshot, only_these, of_column, sorts_as, codes, counties, areas, categories, projects, scope, sources, stages, states, search);
COMMENT ON MACRO TABLE list_name IS 'Number and name of the rows of list_sorted, with what they sort by.';

CREATE MACRO project_milestone(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT m.* EXCLUDE (snapshot_id) FROM milestone_now m
    WHERE m.snapshot_id = snapshot AND m.project_id IN (
        SELECT project_id FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search));
COMMENT ON MACRO TABLE project_milestone IS 'One row a milestone of a selected project.';

CREATE MACRO project_funding(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT f.* EXCLUDE (snapshot_id), p.name, p.county_code FROM funding_now f
    JOIN selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p USING (project_id)
    WHERE f.snapshot_id = snapshot AND (sources IS NULL OR list_contains(sources::VARCHAR[], f.source));
COMMENT ON MACRO TABLE project_funding IS 'One row a source of a selected project; with a source filter, that source only.';

CREATE MACRO late_milestone(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT t.* EXCLUDE (snapshot_id) FROM standing_now t
    WHERE t.snapshot_id = snapshot AND t.project_id IN (SELECT project_id FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search));
COMMENT ON MACRO TABLE late_milestone IS 'One row a milestone of a selected project with its standing, as standing_row.';

CREATE MACRO source_year(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT t.source, t.year, sum(t.received_step) AS received_amount, sum(t.paid_step) AS paid_amount,
           count(CASE WHEN NOT t.grouped THEN t.received_step END) AS received_known_count,
           count(CASE WHEN NOT t.grouped THEN t.paid_step END) AS paid_known_count, number_of(NOT t.grouped) AS project_count
    FROM step_now t
    WHERE t.snapshot_id = snapshot AND (sources IS NULL OR list_contains(sources::VARCHAR[], t.source))
      AND t.project_id IN (SELECT project_id FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search))
    GROUP BY t.source, t.year;
COMMENT ON MACRO TABLE source_year IS 'One row a source and year: yuan received and paid as the step from the last known year-end before, of the rows that reported in that year, each with the number of those known (a group with members is in no number); a first report, and one after silence, holds earlier years too.';

CREATE MACRO curve_sum(snapshot, of_year, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH chosen AS (SELECT c.project_id, c.county_code, c.kind FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) c WHERE c.kind <> 'service'),
    paid AS (
        SELECT x.project_id, x.month_on, CASE WHEN count(*) = count(x.paid_amount) THEN sum(x.paid_amount) END AS paid_amount
        FROM curve_paid_now x
        WHERE x.snapshot_id = snapshot AND x.year = of_year AND (sources IS NULL OR list_contains(sources::VARCHAR[], x.source)) GROUP BY x.project_id, x.month_on),
    cell AS (
        SELECT h.county_code, h.kind = 'project' AS is_project, c.*, p.paid_amount, c.month_on <= (SELECT last_day(as_of) FROM day_of(snapshot)) AS come FROM curve_now c JOIN chosen h USING (project_id)
        LEFT JOIN paid p ON p.project_id = c.project_id AND p.month_on = c.month_on
        WHERE c.snapshot_id = snapshot AND c.year = of_year)
    SELECT coalesce(county_code, '*') AS county_code, month_on, sum(plan_amount) AS plan_amount, sum(planned_amount) AS annual_plan_amount,
           sum(CASE WHEN work_done_amount IS NOT NULL THEN plan_amount END) AS matched_plan_amount, sum(CASE WHEN paid_amount IS NOT NULL THEN plan_amount END) AS paid_plan_amount,
           sum(CASE WHEN come THEN work_done_amount END) AS work_done_amount, sum(CASE WHEN come THEN paid_amount END) AS paid_amount,
           number_of(is_project) AS plan_count, number_of(is_project AND work_done_amount IS NOT NULL) AS work_done_count,
           number_of(is_project AND paid_amount IS NOT NULL) AS paid_count
    FROM cell GROUP BY GROUPING SETS ((month_on), (cell.county_code, month_on));
COMMENT ON MACRO TABLE curve_sum IS 'One row a county, * for all together, and month of the year: planned by 序时, work done and paid so far that year, each with the number of planned projects it rests on (a group is in no number); no figure before a project''s first report of the year or after its last.';

CREATE MACRO year_curve(snapshot, of_year, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT * EXCLUDE (county_code) FROM curve_sum(snapshot, of_year, counties, areas, categories, projects, scope, sources, stages, states, search) WHERE county_code = '*';
COMMENT ON MACRO TABLE year_curve IS 'One row a month of the year, as curve_sum of the whole selection.';

-- What the pages ask. Sums count what is known; known_count / project_count say on how many projects they rest.

CREATE MACRO amount_sum(snapshot, of_measures, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH chosen AS MATERIALIZED (SELECT project_id, kind, county_code, category FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search)),
    cell AS (
        SELECT county_code, category, kind, grouped, count(*) AS row_number,
               struct_pack(amount := sum(COLUMNS('^(' || of_measures || ')_amount$')),
                           known_count := count(COLUMNS('^(' || of_measures || ')_amount$')),
                           other_count := number_of(COLUMNS('^(' || of_measures || ')_amount$') <> 0)) AS 'of_\1'
        FROM chosen JOIN amount_now a USING (project_id) WHERE a.snapshot_id = snapshot
        GROUP BY county_code, category, kind, grouped),
    total AS (
        SELECT CASE WHEN grouping(county_code) = 0 THEN 'county' WHEN grouping(category) = 0 THEN 'category' ELSE 'all' END AS level,
               coalesce(county_code, category) AS code, sum(CASE WHEN kind = 'project' THEN row_number ELSE 0 END)::BIGINT AS project_count,
               struct_pack(amount := sum(struct_extract(COLUMNS('(of_.*)'), 'amount')),
                           known_count := sum(CASE WHEN kind = 'project' THEN struct_extract(COLUMNS('(of_.*)'), 'known_count') ELSE 0 END),
                           undivided := sum(CASE WHEN grouped THEN struct_extract(COLUMNS('(of_.*)'), 'amount') END),
                           undivided_count := sum(CASE WHEN grouped THEN struct_extract(COLUMNS('(of_.*)'), 'other_count') ELSE 0 END)) AS '\1'
        FROM cell GROUP BY GROUPING SETS ((), (county_code), (category)) HAVING count(*) > 0)
    SELECT t.level, t.code, t.of_measure[4:] AS measure, t.told.amount AS amount, t.told.known_count::BIGINT AS known_count, t.project_count,
           t.told.undivided AS undivided_amount, t.told.undivided_count::BIGINT AS undivided_count
    FROM total UNPIVOT (told FOR of_measure IN (COLUMNS('of_.*'))) t;
COMMENT ON MACRO TABLE amount_sum IS 'One row a measure and county, category (level, code) or the whole (level all): the row amounts in yuan of that place, and how many of its projects know theirs; of it what groups state beyond their members (未分解到项目), and of how many groups. of_measures: ''investment|paid'', or ''.*'' for every one; what is not named is not read.';

CREATE MACRO project_state(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT * EXCLUDE (snapshot_id) FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search);
COMMENT ON MACRO TABLE project_state IS 'One row a selected project, service or group: facts, this year''s figures, state, rule.';

CREATE MACRO state_count(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT county_code, state, count(*) AS project_count
    FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search)
    WHERE kind <> 'group' GROUP BY county_code, state;
COMMENT ON MACRO TABLE state_count IS 'One row a county and state: how many projects and services are in it; groups are never counted.';

CREATE MACRO coverage(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT county_code, number_of(kind = 'project') AS project_count,
           number_of(kind = 'project' AND last_period_on IS NOT NULL) AS ever_reported_count,
           number_of(expected) AS expected_count,
           number_of(expected AND has_reported(last_period_on, last_closed_on)) AS reported_count,
           number_of(expected AND reporting_overdue) AS overdue_count, any_value(last_closed_on) AS last_closed_on
    FROM (SELECT p.*, s.last_closed_on, must_report(p.kind, p.state) AS expected
          FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p
          JOIN snapshot s ON s.snapshot_id = p.snapshot_id)
    GROUP BY county_code;
COMMENT ON MACRO TABLE coverage IS 'One row a county: projects expected to report the last closed month (not completed, suspended or withdrawn) and those that did.';

CREATE MACRO county_delay(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.county_code, number_of(kind = 'project') AS project_count, number_of(judged) AS known_count, number_of(late) AS late_count,
           number_of(state = 'red') AS red_count, number_of(state = 'yellow') AS yellow_count,
           max(CASE WHEN late THEN delay_days END) AS worst_delay_days, median(CASE WHEN late THEN delay_days END) AS median_delay_days,
           number_of(warning_count > 0 AND must_report(kind, state) AND last_period_on IS NOT NULL) AS warning_count,
           number_of(passed_unreported) AS passed_unreported_count,
           number_of(silent_count > 0 AND kind = 'project') AS silent_project_count,
           number_of(due_to_start) AS due_to_start_count, number_of(due_to_start AND started) AS started_count,
           number_of(judged) < any_value(s.county_minimum_count) AS sample_too_small
    FROM (SELECT *, is_judged(state) AS judged FROM
          selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search)) p
    JOIN snapshot s ON s.snapshot_id = p.snapshot_id,
    LATERAL (SELECT due_to_start(p.kind, p.state, p.start_due_on, s.as_of) AS due_to_start)
    GROUP BY p.county_code;
COMMENT ON MACRO TABLE county_delay IS 'One row a county: judged projects, late ones, worst and median days, 预警, 时限已过未填报, 开工率 both sides, 样本不足.';

CREATE MACRO source_amount(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT c.county_code, f.source, f.currency, count(DISTINCT f.project_id) AS project_count,
           sum(f.planned_funding_amount) AS planned_amount, sum(f.allocated_amount) AS allocated_amount, sum(f.received_amount) AS received_amount,
           sum(f.paid_amount) AS paid_amount, sum(f.paid_year_amount) AS paid_year_amount, sum(f.idle_amount) AS idle_amount,
           number_of(c.kind <> 'group' AND f.planned_funding_amount IS NOT NULL) AS planned_known_count,
           number_of(c.kind <> 'group' AND f.received_amount IS NOT NULL) AS received_known_count,
           number_of(c.kind <> 'group' AND f.paid_amount IS NOT NULL) AS paid_known_count
    FROM source_now f JOIN selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) c USING (project_id)
    WHERE f.snapshot_id = snapshot AND (sources IS NULL OR list_contains(sources::VARCHAR[], f.source))
    GROUP BY c.county_code, f.source, f.currency;
COMMENT ON MACRO TABLE source_amount IS 'One row a county, source and currency: row amounts by source; with a source filter, that source only.';

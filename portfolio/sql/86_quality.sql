-- 数据质量: what is not known and of how many, who reported which month, how old the newest report is, where two places
-- disagree. Arguments as in 80_questions.sql; a list's own argument comes second.

CREATE MACRO field_known(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH chosen AS MATERIALIZED (SELECT * FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) WHERE kind = 'project'),
    money AS (
        SELECT a.project_id, list(a.measure) AS measures FROM amount_now a
        WHERE a.snapshot_id = snapshot AND a.counted_id IS NOT NULL GROUP BY a.project_id),
    due AS (
        SELECT m.project_id, list(m.milestone) AS milestones FROM milestone_now m
        WHERE m.snapshot_id = snapshot AND m.due_on IS NOT NULL GROUP BY m.project_id),
    planless AS (SELECT project_id FROM plan_missing(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search)),
    sourceless AS (
        SELECT project_id FROM source_naming(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search)
        WHERE naming = 'not_stated')
    SELECT c.* EXCLUDE (snapshot_id), unnest([
        {'data_field': 'project_code', 'known': l.project_code IS NOT NULL},
        {'data_field': 'county', 'known': c.county_code <> '000000'},
        {'data_field': 'owner_unit', 'known': c.owner_unit IS NOT NULL},
        {'data_field': 'investment', 'known': list_contains(m.measures, 'investment')},
        {'data_field': 'funding_source', 'known': c.project_id NOT IN (SELECT project_id FROM sourceless)},
        {'data_field': 'planned_funding', 'known': list_contains(m.measures, 'planned_funding')},
        {'data_field': 'annual_plan', 'known': c.project_id NOT IN (SELECT project_id FROM planless)},
        {'data_field': 'start_due', 'known': list_contains(d.milestones, 'start')},
        {'data_field': 'completion_due', 'known': list_contains(d.milestones, 'completion')},
        {'data_field': 'stage', 'known': c.stage IS NOT NULL},
        {'data_field': 'physical', 'known': c.physical_share IS NOT NULL},
        {'data_field': 'work_done', 'known': list_contains(m.measures, 'work_done')},
        {'data_field': 'received', 'known': list_contains(m.measures, 'received')},
        {'data_field': 'paid', 'known': list_contains(m.measures, 'paid')}], recursive := true)
    FROM chosen c JOIN library_row((SELECT s.known_at FROM snapshot s WHERE s.snapshot_id = snapshot)) l USING (project_id)
    LEFT JOIN money m USING (project_id) LEFT JOIN due d USING (project_id);
COMMENT ON MACRO TABLE field_known IS 'One row a selected project (no service, no group) and field: whether it is known; NULL or FALSE where not. Money is known where it is counted, in the project or a group above it; a source as in source_naming, this year''s plan as in plan_missing; a reported zero is known.';

CREATE MACRO completeness(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT data_field, coalesce(f.county_code, '*') AS county_code, count(*) FILTER (known) AS known_count, count(*) - count(*) FILTER (known) AS missing_count,
           count(*) AS project_count, rate(count(*) FILTER (known), count(*)) AS known_share
    FROM field_known(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) f
    GROUP BY GROUPING SETS ((data_field, f.county_code), (data_field));
COMMENT ON MACRO TABLE completeness IS 'One row a field and county, * for all counties together: on how many of its projects the field is known, and how many lack it.';

CREATE MACRO field_missing(snapshot, of_field, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT * EXCLUDE (data_field, known)
    FROM field_known(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search)
    WHERE data_field = of_field AND NOT coalesce(known, FALSE);
COMMENT ON MACRO TABLE field_missing IS 'One row a selected project that lacks the field: the rows behind completeness.';

CREATE MACRO month_report(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH day AS (SELECT s.as_of, s.known_at, s.last_closed_on FROM snapshot s WHERE s.snapshot_id = snapshot),
    chosen AS MATERIALIZED (SELECT * FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) WHERE kind = 'project'),
    month AS (SELECT last_day((d.last_closed_on - to_months(n::INTEGER))::DATE) AS month_on FROM day d CROSS JOIN range(24) t(n)),
    asked AS (
        SELECT m.month_on, m.month_on + r.report_close_days AS closes_on, least(d.as_of, last_day(m.month_on + 1) + r.report_close_days) AS asked_on,
               m.month_on = d.last_closed_on AS is_last
        FROM month m CROSS JOIN day d CROSS JOIN rules((SELECT as_of FROM day), (SELECT known_at FROM day)) r),
    entered AS (
        SELECT p.project_id, min(e.at)::DATE AS entered_on FROM store.project p JOIN store.event e USING (event_id)
        WHERE e.at <= (SELECT known_at FROM day) GROUP BY p.project_id),
    ended AS (
        SELECT m.project_id, min(m.done_on) AS ended_on FROM milestone_now m
        WHERE m.snapshot_id = snapshot AND m.done AND m.milestone IN ('completion', 'acceptance', 'in_use') GROUP BY m.project_id),
    stood AS (
        SELECT e.project_id, a.month_on, newest(stage, place, cleared, 'stage', period_on, a.asked_on) AS stage_then
        FROM accepted_status(snapshot) e CROSS JOIN asked a
        WHERE e.project_id IN (SELECT project_id FROM chosen) GROUP BY e.project_id, a.month_on),
    sent AS (
        SELECT r.project_id, r.period_on AS month_on, min(e.at) AS submitted_at, min(r.accepted_at) AS accepted_at
        FROM accepted_report(snapshot) r JOIN store.event e ON e.event_id = r.event_id
        GROUP BY r.project_id, r.period_on)
    SELECT c.project_id, c.name, c.county_code, c.category, c.owner_unit, c.state, c.last_period_on, a.month_on, a.closes_on, s.submitted_at, s.accepted_at,
           s.project_id IS NOT NULL OR coalesce(a.is_last AND c.last_period_on >= a.month_on, FALSE) AS reported,
           coalesce(s.submitted_at::DATE > a.closes_on, FALSE) AS sent_late,
           (a.is_last OR n.entered_on <= a.asked_on)
               AND must_report(c.kind, CASE WHEN a.is_last THEN c.state WHEN t.stage_then IN ('suspended', 'withdrawn') THEN t.stage_then
                                            WHEN x.ended_on <= a.asked_on THEN 'completed' ELSE '' END) AS expected
    FROM chosen c CROSS JOIN asked a JOIN entered n USING (project_id) LEFT JOIN ended x USING (project_id)
    LEFT JOIN stood t ON t.project_id = c.project_id AND t.month_on = a.month_on LEFT JOIN sent s ON s.project_id = c.project_id AND s.month_on = a.month_on;
COMMENT ON MACRO TABLE month_report IS 'One row a selected project and month, of the 24 months that end with the last closed one: was a report expected, did it come, was it first sent after the closing day (sent_late; how long the review took is not the owner''s). Expected is what coverage says, on the last day on which it still asked for that month (the next month''s closing day; for the last closed month the day asked about, with coverage''s own answer): a project, in the library by that day (not asked of the last closed month, as coverage does not ask it), then neither completed, suspended nor withdrawn by today''s ledger. Reported is a report of that very month; of the last closed month a later one counts too, as in coverage.';

CREATE MACRO month_coverage(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT coalesce(r.county_code, '*') AS county_code, month_on, count(*) FILTER (expected) AS expected_count, count(*) FILTER (expected AND reported) AS reported_count,
           count(*) FILTER (expected AND NOT reported) AS unreported_count, count(*) FILTER (expected AND sent_late) AS sent_late_count,
           count(*) FILTER (reported AND NOT expected) AS unasked_count, rate(count(*) FILTER (expected AND reported), count(*) FILTER (expected)) AS reported_share
    FROM month_report(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) r
    GROUP BY GROUPING SETS ((r.county_code, month_on), (month_on));
COMMENT ON MACRO TABLE month_coverage IS 'One row a county and month, * for all counties together: reports expected, those that came, those of them first sent late, and those that nobody expected (unasked_count, in none of the others).';

CREATE MACRO month_row(snapshot, of_month, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT * FROM month_report(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search)
    WHERE strftime(month_on, '%Y-%m') = of_month AND expected AND (NOT reported OR sent_late);
COMMENT ON MACRO TABLE month_row IS 'One row a project that was expected to report the month (2026-10) and did not, or sent it late: the rows behind month_coverage.';

CREATE MACRO staleness(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH aged AS (
        SELECT p.* EXCLUDE (snapshot_id), s.as_of - p.last_period_on AS silent_days,
               CASE WHEN p.last_period_on >= s.last_closed_on THEN 0 ELSE datediff('month', p.last_period_on, s.last_closed_on) END AS missed_count
        FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p
        JOIN snapshot s ON s.snapshot_id = p.snapshot_id WHERE must_report(p.kind, p.state))
    SELECT *, CASE WHEN missed_count IS NULL THEN 'never' WHEN missed_count = 0 THEN 'current' WHEN missed_count = 1 THEN 'one' WHEN missed_count <= 3 THEN 'three'
                   WHEN missed_count <= 6 THEN 'half' WHEN missed_count <= 12 THEN 'year' ELSE 'longer' END AS staleness
    FROM aged;
COMMENT ON MACRO TABLE staleness IS 'One row a selected project that owes reports (as in coverage): the days since the month it last reported on ended, the closed months since then, and the band they fall in; NULL and never where it never reported.';

CREATE MACRO staleness_count(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT c.code AS staleness, any_value(c.sort_order) AS sort_order, count(s.project_id) AS project_count
    FROM code_staleness c LEFT JOIN staleness(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) s ON s.staleness = c.code
    GROUP BY c.code;
COMMENT ON MACRO TABLE staleness_count IS 'One row a band of age, even if empty: how many of the projects that owe reports fall in it.';

CREATE MACRO selected_contradiction(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH day AS (SELECT s.known_at FROM snapshot s WHERE s.snapshot_id = snapshot)
    SELECT c.* EXCLUDE (event_id, position), coalesce(p.name, i.name, e.title) AS subject_name
    FROM contradiction_row((SELECT known_at FROM day)) c
    LEFT JOIN selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p ON c.subject_kind = 'project' AND p.project_id = c.subject_id
    LEFT JOIN indicator_row((SELECT known_at FROM day), areas) i ON c.subject_kind = 'indicator' AND i.indicator_no::VARCHAR = c.subject_id
    LEFT JOIN edition_in_force((SELECT known_at FROM day)) e ON c.subject_kind NOT IN ('project', 'indicator')
    WHERE c.subject_kind NOT IN ('project', 'indicator') OR p.project_id IS NOT NULL OR i.indicator_no IS NOT NULL;
COMMENT ON MACRO TABLE selected_contradiction IS 'One row a disagreement inside the library in force: about a selected project, an indicator of the selected service areas, or the document itself.';

CREATE MACRO yuan_of(value, unit) AS
    (CASE WHEN unit LIKE '亿元%' THEN value::DECIMAL(38,2) * 100000000 WHEN unit LIKE '万元%' THEN value::DECIMAL(38,2) * 10000 END)::DECIMAL(38,2);
COMMENT ON MACRO yuan_of IS 'A published amount in yuan; NULL where its unit is no amount of yuan.';

CREATE MACRO public_beside(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH day AS (SELECT s.as_of, s.known_at FROM snapshot s WHERE s.snapshot_id = snapshot),
    library AS MATERIALIZED (SELECT project_id, milestones, evidence, scale FROM library_row((SELECT known_at FROM day))),
    fact AS (
        SELECT l.project_id, l.v, l.scale, g.stated_on, CASE WHEN l.v.kind IN ('planned_investment', 'invested_to_date') THEN yuan_of(l.v.value, l.v.unit) END AS public_amount
        FROM (SELECT project_id, scale, unnest(evidence) AS v FROM library) l
        JOIN public_page(snapshot) g ON g.project_id = l.project_id AND g.evidence_no = l.v.evidence_no
        WHERE g.stated_on <= (SELECT as_of FROM day) OR g.stated_on IS NULL),
    dated AS (SELECT project_id, unnest(m) FROM (SELECT project_id, unnest(milestones) AS m FROM library)),
    dated_day AS (
        SELECT project_id, evidence_no, milestone, u.* FROM dated,
        LATERAL (SELECT unnest([{'side': 'due', 'told_on': due_on, 'told_precision': due_precision}, {'side': 'done', 'told_on': done_on, 'told_precision': done_precision}], recursive := true)) u
        WHERE told_on IS NOT NULL),
    own AS (
        SELECT project_id, milestone, side, told_on, told_precision, 'plan' AS origin, DATE '1900-01-01' AS period_on FROM dated_day WHERE evidence_no IS NULL
        UNION ALL
        SELECT project_id, milestone, u.*, 'report', period_on FROM accepted_milestone(snapshot),
        LATERAL (SELECT unnest([{'side': 'due', 'told_on': due_on, 'told_precision': due_precision}, {'side': 'done', 'told_on': done_on, 'told_precision': done_precision}], recursive := true)) u
        WHERE told_on IS NOT NULL),
    beside AS (
        SELECT project_id, milestone, side, unnest(arg_max({'library_on': told_on, 'library_precision': told_precision, 'library_origin': origin}, period_on))
        FROM own GROUP BY project_id, milestone, side)
    SELECT p.project_id, p.name, p.kind, p.county_code, p.state, f.v.evidence_no AS evidence_no, f.v.kind AS fact_kind, f.v.label AS label, f.v.value AS value, f.v.unit AS unit,
           f.v.funding AS funding_stated, f.v.held_on AS held_on, f.v.precision AS held_precision, f.stated_on AS published_on, f.v.title AS title, f.v.url AS url,
           f.v.confidence AS confidence, f.v.note AS note, f.public_amount,
           CASE f.v.kind WHEN 'planned_investment' THEN p.investment_amount WHEN 'invested_to_date' THEN p.work_done_amount END AS library_amount,
           CASE WHEN f.v.kind = 'planned_investment' THEN p.investment_basis END AS library_basis,
           CASE WHEN f.v.kind = 'planned_investment' THEN f.public_amount - p.investment_amount END AS difference_amount,
           d.milestone, d.side, d.told_on AS public_on, d.told_precision AS public_precision, b.library_on, b.library_precision, b.library_origin,
           CASE WHEN d.told_precision = b.library_precision THEN d.told_on - b.library_on END AS difference_days,
           CASE WHEN f.v.kind LIKE 'units_%' THEN f.scale END AS library_scale
    FROM fact f JOIN selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p USING (project_id)
    LEFT JOIN dated_day d ON d.project_id = f.project_id AND d.evidence_no = f.v.evidence_no
    LEFT JOIN beside b ON b.project_id = d.project_id AND b.milestone = d.milestone AND b.side = d.side;
COMMENT ON MACRO TABLE public_beside IS 'One row a fact that a public page dated by then states of a selected project (one a milestone where it dates several), and beside it what the plan or the newest report says of the same: amount, day of the milestone, sizes. Differences are public less ours: of total investment, and of days where both are as exact; work done to two different days is not subtracted; nothing here says which is right.';

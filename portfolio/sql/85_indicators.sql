-- 规划指标: the plan's indicators as printed and as numbers, and what has become known of them since. Indicators are the
-- city's, and few: no filter is asked here, of which only the service area would apply. Arguments: as_of, newest_event.

CREATE MACRO rate(part, whole) AS round(part::DOUBLE / nullif(whole, 0)::DOUBLE, 9);
COMMENT ON MACRO rate IS 'part ÷ whole as a share; unknown where either is, or where the whole is nothing.';

CREATE MACRO indicator_row(as_of, newest_event) AS TABLE
    SELECT i.* EXCLUDE (event_id, position) FROM store.indicator i
    WHERE i.event_id = (SELECT event_id FROM edition_in_force(as_of, newest_event));
COMMENT ON MACRO TABLE indicator_row IS 'One row an indicator of the edition in force, as printed and as numbers.';

CREATE MACRO indicator_fact(as_of, newest_event) AS TABLE
    SELECT *, coalesce(kind = 'indicator_value' AND value IS NOT NULL AND unit = unit_printed, FALSE) AS comparable
    FROM (SELECT indicator_no, service_area, unit_printed, unnest(v),
                 coalesce(v.published_on,
                          CASE WHEN v.url IS NULL THEN v.held_on
                               ELSE min(v.held_on) OVER (PARTITION BY indicator_no, v.url) END) AS stated_on
          FROM (
              SELECT indicator_no, service_area, unit_printed, unnest(evidence) AS v
              FROM indicator_row(as_of, newest_event)))
    WHERE stated_on <= as_of OR stated_on IS NULL;
COMMENT ON MACRO TABLE indicator_fact IS
    'One row a fact that a public page dated by then states of an indicator (dated as public_page dates it); '
    'comparable where it is a value in the very unit that the plan prints.';

CREATE MACRO indicator_report(as_of, newest_event) AS TABLE
    WITH told AS (
        SELECT TRY_CAST(e.project_id AS INTEGER) AS indicator_no,
               arg_max({'value': e.value, 'note': e.note, 'period_on': e.period_on, 'event_id': e.event_id,
                        'sheet': e.sheet,
               'row_number': e.row_number, 'cell': e.cell},
               (e.period_on, a.accepted_at, e.event_id, e.position)) AS said
        FROM store.indicator_entry e JOIN accepted_submission(newest_event) a ON a.submission_id = e.event_id
        WHERE e.period_on <= as_of AND (e.value IS NOT NULL OR list_contains(e.cleared, 'value')) GROUP BY 1)
    SELECT t.indicator_no, t.said.value AS value, t.said.note AS note, t.said.period_on AS period_on,
           t.said.value IS NULL AS was_cleared, v.actor, v.at AS submitted_at, b.file_name, t.said.sheet AS sheet,
           t.said.row_number AS row_number, t.said.cell AS cell
    FROM told t
    JOIN store.event v ON v.event_id = t.said.event_id
    LEFT JOIN store.submission b ON b.event_id = t.said.event_id;
COMMENT ON MACRO TABLE indicator_report IS
    'One row an indicator of which a value was ever reported: the current one (NULL where it was taken back), with '
    'who sent it when, in which file and cell.';

CREATE MACRO indicator_standing(as_of, newest_event) AS TABLE
    WITH said AS (
        SELECT indicator_no, value, period_on AS value_on, 'month' AS value_precision, 'report' AS value_origin
        FROM indicator_report(as_of, newest_event)
        WHERE value IS NOT NULL
        UNION ALL
        SELECT indicator_no, value, coalesce(held_on, stated_on),
               CASE WHEN held_on IS NULL THEN 'day' ELSE "precision" END, 'public_page'
        FROM indicator_fact(as_of, newest_event) WHERE comparable AND stated_on IS NOT NULL),
    newest_one AS (
        SELECT indicator_no,
               unnest(arg_max({'value': value, 'value_on': value_on, 'value_precision': value_precision,
                               'value_origin': value_origin},
                                            (value_on, value_origin = 'report'))) FROM said GROUP BY indicator_no),
    fact AS (
        SELECT indicator_no, count(*) AS fact_count FROM indicator_fact(as_of, newest_event) GROUP BY indicator_no),
    doubt AS (
        SELECT TRY_CAST(subject_id AS INTEGER) AS indicator_no, count(*) AS contradiction_count
        FROM contradiction_row(as_of, newest_event)
              WHERE subject_kind = 'indicator' GROUP BY 1),
    placed AS (
        SELECT i.* EXCLUDE (evidence),
               CASE WHEN target_value IS NULL THEN 'words' WHEN baseline_value IS NULL THEN 'no_baseline'
                    WHEN baseline_value = target_value THEN 'level'
                    WHEN (direction = 'up' AND target_value > baseline_value)
                         OR (direction = 'down' AND target_value < baseline_value)
                         THEN 'toward'
                    ELSE 'against' END AS course
        FROM indicator_row(as_of, newest_event) i)
    SELECT p.*, n.* EXCLUDE (indicator_no),
           CASE WHEN course = 'toward'
                THEN rate(n.value - baseline_value, target_value - baseline_value) END AS covered_share,
           coalesce(f.fact_count, 0) AS fact_count, coalesce(d.contradiction_count, 0) AS contradiction_count,
           a.sort_order AS area_order
    FROM placed p
    LEFT JOIN newest_one n USING (indicator_no)
    LEFT JOIN fact f USING (indicator_no)
    LEFT JOIN doubt d USING (indicator_no)
    LEFT JOIN code_area a ON a.code = p.service_area;
COMMENT ON MACRO TABLE indicator_standing IS
    'One row an indicator: as printed, its course (toward: the target lies where the plan says it should go; level: '
    'baseline and target are one number; against: the target lies the other way, so the two are not compared; '
    'no_baseline; words: the target is no number), the newest known value, covered_share = (value - baseline) ÷ '
    '(target - baseline). The value is the newest in the plan''s unit, a report''s before a page''s of the same day. '
    'Arithmetic only: nothing here judges.';


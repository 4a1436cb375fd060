-- Milestones, continued: what is done, by whose word, and the row of each milestone, with how late it is
-- (days_late, 35_milestones.sql).

CREATE MACRO has_come(done_on, done_precision, as_of) AS first_day(done_on, done_precision) <= as_of;
COMMENT ON MACRO has_come IS
    'Whether a done day counts: a day to come does not, nor a coarse one before its period has begun.';

CREATE MACRO part_done() AS TABLE
    WITH reported AS (
        SELECT o.project_id, o.part_id, s.milestone,
               arg_max_null({'done_on': s.done_on, 'done_precision': s.done_precision}, s.place) AS told
        FROM counting_milestone() s JOIN origin_now o ON o.origin_id = s.project_id
        WHERE o.part_id IS NOT NULL AND (s.done_on IS NOT NULL OR list_contains(s.cleared, 'done_on')) GROUP BY ALL),
    public AS (
        SELECT project_id, part_id, milestone,
               arg_max({'done_on': done_on, 'done_precision': done_precision}, place) AS told
        FROM stated_now n WHERE n.part_id IS NOT NULL AND n.done_on IS NOT NULL GROUP BY ALL),
    done AS (
        SELECT project_id, part_id, milestone, unnest(CASE WHEN r.told.done_on IS NOT NULL THEN r.told ELSE p.told END)
        FROM reported r FULL JOIN public p USING (project_id, part_id, milestone)),
    parts AS (SELECT o.project_id, count(DISTINCT o.part_id) AS number FROM origin_now o GROUP BY o.project_id)
    SELECT n.project_id, n.milestone, max(n.done_on) AS done_on, arg_max(n.done_precision, n.done_on) AS done_precision
    FROM done n CROSS JOIN day_now d JOIN parts p ON p.project_id = n.project_id
    WHERE has_come(n.done_on, n.done_precision, d.as_of)
    GROUP BY n.project_id, n.milestone
    HAVING count(*) = any_value(p.number);
COMMENT ON MACRO TABLE part_done IS
    'One row a merged row and milestone that every one of its parts has done: the last of them.';

CREATE TABLE part_done_now AS FROM part_done() LIMIT 0;
COMMENT ON TABLE part_done_now IS 'part_done of the day.';

CREATE MACRO milestone_done() AS TABLE
    WITH reported AS (
        SELECT project_id, milestone,
               arg_max_null({'done_on': done_on, 'done_precision': done_precision}, place) AS told
        FROM accepted_milestone()
        WHERE done_on IS NOT NULL OR list_contains(cleared, 'done_on') GROUP BY project_id, milestone),
    public AS (
        SELECT project_id, milestone, arg_max(done_on, place) AS done_on,
               arg_max(done_precision, place) AS done_precision
        FROM library_statement() WHERE done_on IS NOT NULL GROUP BY project_id, milestone),
    own AS (
        SELECT project_id, milestone, coalesce(r.told.done_on, p.done_on) AS done_on,
               CASE WHEN r.told.done_on IS NOT NULL THEN r.told.done_precision
                    ELSE p.done_precision END AS done_precision
        FROM reported r FULL JOIN public p USING (project_id, milestone)),
    come AS (SELECT o.* FROM own o CROSS JOIN day_now d WHERE has_come(o.done_on, o.done_precision, d.as_of)),
    newest AS (
        SELECT project_id, milestone, coalesce(c.done_on, w.done_on) AS done_on,
               CASE WHEN c.done_on IS NOT NULL THEN c.done_precision ELSE w.done_precision END AS done_precision
        FROM come c FULL JOIN part_done_now w USING (project_id, milestone))
    SELECT *, first_day(done_on, done_precision) AS done_from_on FROM newest;
COMMENT ON MACRO TABLE milestone_done IS
    'One row a milestone done by its own date: the newest stated one, if it has come; a coarse date counts from its '
    'publication, but not before its period has begun. Where a merged row tells none, the last of its parts'', once '
    'every one is done. A newer page that names a day to come takes back an older one.';

CREATE MACRO milestone_row() AS TABLE
    WITH stated AS (
        SELECT project_id, milestone, d.* EXCLUDE (project_id, milestone), n.done_on, n.done_precision, n.done_from_on,
               n.done_on IS NOT NULL AS done
        FROM milestone_due() d FULL JOIN milestone_done() n USING (project_id, milestone)),
    placed AS (
        SELECT s.*, c.sort_order, c.core = 1 AS core, c.implied_by_later = 1 AS may_be_implied,
               min(CASE WHEN c.core = 1 THEN s.done_from_on END) OVER (
                   PARTITION BY s.project_id
                   ORDER BY c.sort_order DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS later_done_on
        FROM stated s JOIN code_milestone c ON c.code = s.milestone),
    settled AS (
        SELECT * EXCLUDE (may_be_implied, later_done_on, forecast_on, forecast_precision),
               NOT done AND may_be_implied AND later_done_on IS NOT NULL AS implied,
               CASE WHEN implied THEN later_done_on END AS implied_from_on,
               CASE WHEN NOT done AND NOT implied THEN forecast_on END AS forecast_on,
               CASE WHEN NOT done AND NOT implied THEN forecast_precision END AS forecast_precision
        FROM placed),
    measured AS (
        SELECT * EXCLUDE (adjustments), d.as_of, d.warning_days,
               list_transform(adjustments, lambda a: struct_insert(a,
                   late_days := CASE WHEN coalesce(implied_from_on > a.approved_on, TRUE)
                                     THEN running_late(stops, a.before_on, least(a.approved_on, done_from_on)) END,
                   filed_late := coalesce(a.handed_on > a.approved_on + INTERVAL 1 MONTH, FALSE))) AS adjustments,
               CASE WHEN core AND unapproved AND days_late(due_on, forecast_on) > 0
                    THEN days_late(due_on, forecast_on) END AS postponed_days
        FROM settled CROSS JOIN day_now d LEFT JOIN project_stop() USING (project_id))
    SELECT project_id, milestone, sort_order, core, original_due_on, original_due_precision, due_on, due_precision,
           forecast_on, forecast_precision, days_late(forecast_on, as_of) AS forecast_past_days, done_on,
           done_precision, done, implied,
           CASE WHEN done THEN running_late(stops, due_on, done_from_on)
                WHEN NOT implied THEN running_late(stops, due_on, as_of) END AS late_days,
           CASE WHEN due_on IS NOT NULL AND NOT implied
                THEN stopped_days(stops, due_on, CASE WHEN done THEN done_from_on ELSE as_of END) END AS stopped_days,
           done AND done_precision <> 'day' AS at_least, due_on - original_due_on AS slip_days,
           coalesce(len(adjustments), 0) AS approved_count,
           coalesce(len([a FOR a IN adjustments IF a.late_days > 0]), 0) AS late_approval_count,
           list_sum([a.late_days FOR a IN adjustments IF a.late_days > 0])::BIGINT AS late_approval_days,
           coalesce(len([a FOR a IN adjustments IF a.filed_late]), 0) AS late_filed_count, adjustments,
           coalesce(postponement_count, 0) AS postponement_count, postponed_days,
           coalesce(NOT done AND NOT implied AND days_late(due_on, as_of) = 0 AND forecast_on - due_on >= warning_days,
                    FALSE) AS warning
    FROM measured;
COMMENT ON MACRO TABLE milestone_row IS
    'One row a project and milestone of which anything is stated: due, forecast and the days since it passed (预计已过), '
    'done, days late, slip, approvals with the days late when they came (逾期后调整) and whether they were handed in late '
    '(补报批文), 未经批准推迟 and how often, 预警.';

CREATE TABLE milestone_now AS FROM milestone_row() LIMIT 0;
COMMENT ON TABLE milestone_now IS 'milestone_row of the day.';

CREATE MACRO started_in() AS TABLE
    SELECT m.project_id, year(m.done_on) AS start_year
    FROM milestone_now m WHERE m.milestone = 'start' AND m.done;
COMMENT ON MACRO TABLE started_in IS 'One row a project whose start is done: the year of its start.';

-- Frames of the day by year and month: what was received and paid year by year, and the curve of a year. Row amounts
-- throughout, each as it stood at the end of its year or month.

CREATE MACRO month_reported() AS TABLE
    SELECT DISTINCT project_id, period_on FROM accepted_report();
COMMENT ON MACRO TABLE month_reported IS 'One row a project and month that an accepted report is about.';

CREATE MACRO funding_at() AS TABLE
    SELECT project_id, source, period_on,
           arg_max_null(received_amount, place) FILTER (received_amount IS NOT NULL
                                                            OR list_contains(cleared, 'received_amount')) AS received,
           arg_max_null(paid_amount, place) FILTER (paid_amount IS NOT NULL
                                                        OR list_contains(cleared, 'paid_amount')) AS paid,
           count(*) FILTER (received_amount IS NOT NULL
                                OR list_contains(cleared, 'received_amount')) > 0 AS tells_received,
           count(*) FILTER (paid_amount IS NOT NULL OR list_contains(cleared, 'paid_amount')) > 0 AS tells_paid
    FROM accepted_funding() WHERE currency = 'CNY' GROUP BY project_id, source, period_on;
COMMENT ON MACRO TABLE funding_at IS
    'One row a project, source and month reported on: yuan received and paid as that month''s reports last say, and '
    'whether they say it at all; a month''s value holds until the next that tells.';

CREATE MACRO group_year_row() AS TABLE
    SELECT g.project_id, g.source, year(g.day_on) AS year, count(g.stated_amount) > 0 AS stated,
           max(CASE WHEN g.field = 'received' THEN g.amount END) AS received,
           max(CASE WHEN g.field = 'paid' THEN g.amount END) AS paid
    FROM group_amount((
        SELECT list(DISTINCT make_date(year(r.period_on), 12, 31)) FROM month_reported() r
        WHERE r.project_id IN (SELECT b.group_id FROM below_row() b))) g
    WHERE g.field IN ('received', 'paid') AND g.kind = 'CNY' AND g.source <> '*'
    GROUP BY g.project_id, g.source, g.day_on;
COMMENT ON MACRO TABLE group_year_row IS
    'One row a group with members, source and year in which any such group reported: its row amounts in yuan at the '
    'year''s end, received and paid; stated where it states either of the source itself.';

CREATE TABLE group_year_now AS FROM group_year_row() LIMIT 0;
COMMENT ON TABLE group_year_now IS 'group_year_row of the day.';

CREATE MACRO step_row() AS TABLE
    WITH stated AS MATERIALIZED (FROM funding_at()),
    reported AS MATERIALIZED (SELECT DISTINCT project_id, year(period_on) AS year FROM month_reported()),
    grouped AS MATERIALIZED (SELECT DISTINCT group_id AS project_id FROM below_row()),
    closing AS (
        SELECT e.project_id, e.source, t.year, make_date(t.year, 12, 31) AS closing_on
        FROM (SELECT project_id, source, min(period_on) AS first_on FROM stated GROUP BY project_id, source) e
        ANTI JOIN grouped USING (project_id) JOIN reported t USING (project_id)
        WHERE year(e.first_on) <= t.year),
    told AS MATERIALIZED (
        SELECT y.project_id, y.source, year(y.year_end_on) AS year, y.received_amount, y.paid_amount,
               y.project_id IN (
                   SELECT m.project_id FROM month_reported() m WHERE m.period_on = y.year_end_on) AS december_reported
        FROM year_end_now y WHERE y.source IS NOT NULL AND y.currency = 'CNY'),
    known AS (
        SELECT c.project_id, c.source, c.year, r.received, p.paid
        FROM closing c
        ASOF LEFT JOIN (FROM stated WHERE tells_received) r
             ON r.project_id = c.project_id AND r.source = c.source AND r.period_on <= c.closing_on
        ASOF LEFT JOIN (FROM stated WHERE tells_paid) p
             ON p.project_id = c.project_id AND p.source = c.source AND p.period_on <= c.closing_on),
    ended AS (
        SELECT project_id, source, year, FALSE AS grouped, k.project_id IS NOT NULL AS listed, TRUE AS stated,
               CASE WHEN t.received_amount IS NULL OR (t.december_reported AND k.received IS NOT NULL) THEN k.received
                    ELSE t.received_amount END AS received,
               CASE WHEN t.paid_amount IS NULL OR (t.december_reported AND k.paid IS NOT NULL) THEN k.paid
                    ELSE t.paid_amount END AS paid
        FROM known k FULL JOIN told t USING (project_id, source, year)
        UNION ALL
        SELECT g.project_id, g.source, g.year, TRUE, TRUE, g.stated, g.received, g.paid
        FROM group_year_now g JOIN reported t ON t.project_id = g.project_id AND t.year = g.year),
    step AS (
        SELECT *, received - coalesce(lag(received IGNORE NULLS) OVER before, 0) AS received_step,
               paid - coalesce(lag(paid IGNORE NULLS) OVER before, 0) AS paid_step
        FROM ended WINDOW before AS (PARTITION BY project_id, source ORDER BY year)),
    owner AS (
        SELECT project_id, source, year, grouped, received_step, paid_step FROM step
        WHERE listed AND (stated OR received <> 0 OR paid <> 0 OR received_step <> 0 OR paid_step <> 0)),
    -- the treasury's own years, in place of the owner's
    treasury AS MATERIALIZED (
        SELECT project_id, source, year, max(CASE WHEN figure = 'received' THEN amount END) AS received,
               max(CASE WHEN figure = 'paid' THEN amount END) AS paid
        FROM treasury_end() GROUP BY project_id, source, year),
    named AS (
        SELECT DISTINCT project_id, source, year(told_on) AS year FROM treasury_now WHERE NOT grouped
            AND source <> '*'),
    by_source AS MATERIALIZED (
        SELECT project_id, source, year, coalesce(o.grouped, FALSE) AS grouped,
               coalesce(l.received, o.received_step) AS received_step,
               coalesce(l.paid, o.paid_step) AS paid_step
        FROM owner o FULL JOIN named n USING (project_id, source, year) LEFT
            JOIN treasury l USING (project_id, source, year)),
    rest AS (
        SELECT t.project_id, 'not_stated' AS source, t.year, FALSE AS grouped,
               coalesce(t.received - coalesce(sum(CASE WHEN b.source <> 'not_stated' THEN received_step END), 0),
                        max(CASE WHEN b.source = 'not_stated' THEN received_step END)) AS received_step,
               coalesce(t.paid - coalesce(sum(CASE WHEN b.source <> 'not_stated' THEN paid_step END), 0),
                        max(CASE WHEN b.source = 'not_stated' THEN paid_step END)) AS paid_step
        FROM treasury t LEFT JOIN by_source b ON b.project_id = t.project_id AND b.year = t.year
        WHERE t.source = '*' AND coalesce(t.received, t.paid) IS NOT NULL GROUP BY t.project_id, t.year, t.received,
            t.paid)
    FROM by_source ANTI JOIN rest USING (project_id, source, year) UNION ALL BY NAME FROM rest;
COMMENT ON MACRO TABLE step_row IS
    'One row a row of the library, source and year in which it reported: of its row amounts in yuan, what was '
    'received and paid as the step from the last known year-end before, told by its own December or as 截至上年末累计 '
    'later; where the treasury tells both ends of a year, that, and of a total what it has beyond the sources as '
    '未分来源.';

CREATE TABLE step_now AS FROM step_row() LIMIT 0;
COMMENT ON TABLE step_now IS 'step_row of the day.';

CREATE MACRO day_of_curve(of_year) AS TABLE
    SELECT month_on AS day_on FROM month_of(of_year) UNION ALL SELECT make_date(of_year - 1, 12, 31);
COMMENT ON MACRO TABLE day_of_curve IS 'Thirteen rows: the ends of a year''s months, and of the December before.';

CREATE MACRO group_month_row(of_year) AS TABLE
    SELECT project_id, day_on, field, source, amount, stated_amount
    FROM group_amount((SELECT list(day_on) FROM day_of_curve(of_year)))
    WHERE field = 'work_done' AND source = '*' OR field = 'paid' AND kind = 'CNY' AND source <> '*';
COMMENT ON MACRO TABLE group_month_row IS
    'One row a group with members and day_of_curve: its row amounts in yuan of work done (source *) and of money '
    'paid, by source, and what it stated.';

CREATE TABLE group_month_now AS SELECT 0::INTEGER AS year, * FROM group_month_row(2000) LIMIT 0;
COMMENT ON TABLE group_month_now IS 'group_month_row of the day and a year.';

CREATE MACRO curve_base(of_year) AS TABLE
    SELECT m.*, coalesce(r.december_reported, FALSE) AS december_reported, b.start_year,
           last_december(of_year) AS december_on, w.entered_on,
           m.project_id IN (SELECT g.group_id FROM below_row() g) AS grouped
    FROM plan_member(of_year) m
    LEFT JOIN (SELECT DISTINCT project_id, TRUE AS december_reported FROM month_reported()
               WHERE period_on = last_december(of_year)) r USING (project_id)
    LEFT JOIN started_in() b USING (project_id)
    LEFT JOIN entered_row() w USING (project_id);
COMMENT ON MACRO TABLE curve_base IS
    'plan_member with what a year''s figures are counted from: whether the December before was reported, the year of '
    'the start, the day of entering, whether the row is a group with members.';

CREATE MACRO closed_until(of_year) AS
    (SELECT least(s.last_closed_on, make_date(of_year::INTEGER, 12, 31)) FROM day_now s);
COMMENT ON MACRO closed_until IS 'The last month of the year that has closed, or an earlier day where none has.';

CREATE MACRO curve_row(of_year) AS TABLE
    WITH member AS MATERIALIZED (FROM curve_base(of_year)),
    stated AS (
        SELECT project_id, period_on, arg_max_null(work_done_amount, place) AS work_done
        FROM accepted_progress()
        WHERE work_done_amount IS NOT NULL OR list_contains(cleared, 'work_done_amount')
        GROUP BY project_id, period_on),
    done AS MATERIALIZED (
        SELECT m.project_id, d.day_on, a.work_done, a.work_done AS stated_work
        FROM (SELECT project_id FROM member WHERE NOT grouped) m CROSS JOIN day_of_curve(of_year) d
        ASOF JOIN stated a ON a.project_id = m.project_id AND a.period_on <= d.day_on
        UNION ALL
        SELECT g.project_id, g.day_on, g.amount, g.stated_amount FROM group_month_now g
        WHERE g.year = of_year AND g.field = 'work_done'),
    worked AS (
        SELECT m.row_id, a.day_on, a.work_done,
               a.work_done - year_base(d.work_done, m.december_reported, y.work_done_amount, TRUE, a.stated_work,
                                       m.start_year, of_year) AS work_amount,
               a.work_done IS NOT NULL AND work_amount IS NULL AS base_unknown,
               base_unknown AND NOT december_asked(q.first_opened_on, m.entered_on, m.december_on) AS base_excused
        FROM member m CROSS JOIN day_now q JOIN done a USING (project_id)
        LEFT JOIN (FROM year_end_now WHERE source IS NULL) y
          ON y.project_id = m.project_id AND y.year_end_on = m.december_on
        LEFT JOIN done d ON d.project_id = m.project_id AND d.day_on = m.december_on
        WHERE a.day_on BETWEEN make_date(of_year, 1, 1) AND closed_until(of_year)),
    work AS MATERIALIZED (
        SELECT row_id, day_on, sum(work_amount) AS work_amount, number_of(base_unknown) AS unknown_count,
               number_of(base_excused) AS excused_count
        FROM worked GROUP BY row_id, day_on),
    reported AS (
        SELECT m.row_id, t.month_on,
               all_reported(m.project_id = m.row_id, p.kind = 'project', r.project_id IS NOT NULL) AS reported
        FROM member m JOIN project_now p ON p.project_id = m.project_id CROSS JOIN month_of(of_year) t
        LEFT JOIN month_reported() r ON r.project_id = m.project_id AND r.period_on = t.month_on
        GROUP BY m.row_id, t.month_on)
    SELECT n.project_id, r.month_on, due_by(n.planned_amount, r.month_on) AS plan_amount, n.planned_amount,
           CASE WHEN r.reported AND r.month_on <= closed_until(of_year) THEN n.planned_amount
                ELSE 0 END::DECIMAL(38,2) AS reported_plan_amount,
           w.work_amount::DECIMAL(38,2) AS work_done_amount
    FROM plan_of(of_year) n JOIN reported r ON r.row_id = n.project_id
    LEFT JOIN work w ON w.row_id = n.project_id AND w.day_on = r.month_on
    LEFT JOIN work x ON x.row_id = n.project_id AND x.day_on = closed_until(of_year)
    WHERE NOT coalesce(stands_aside(x.work_amount, x.unknown_count, x.excused_count), FALSE);
COMMENT ON MACRO TABLE curve_row IS
    'One row a month of the year and row that takes part in the year''s rate: of its row amounts what is planned by '
    '序时 and the work done so far that year, with that of rows that have no plan but this group''s, as that month knew '
    'it: the last figure stands, none where no such work is known or the month has not closed; and its plan if that '
    'very month was reported, else 0.';

CREATE TABLE curve_now AS SELECT 0::INTEGER AS year, * FROM curve_row(2000) LIMIT 0;
COMMENT ON TABLE curve_now IS 'curve_row of the day and a year.';

CREATE MACRO curve_paid_row(of_year) AS TABLE
    WITH member AS MATERIALIZED (FROM curve_base(of_year)),
    stated AS MATERIALIZED (FROM funding_at() WHERE period_on <= make_date(of_year, 12, 31)),
    telling AS (SELECT project_id, source, period_on, paid FROM stated WHERE tells_paid),
    origin AS (
        SELECT a.project_id, a.source,
               bool_or(a.period_on < make_date(of_year, 1, 1)) OR any_value(f.source) IS NOT NULL AS named_by_december
        FROM stated a
        LEFT JOIN stated_funding() f ON f.project_id = a.project_id AND f.source = a.source AND f.currency = 'CNY'
        GROUP BY a.project_id, a.source),
    own AS MATERIALIZED (
        SELECT o.project_id, o.source, o.named_by_december, d.day_on, t.paid
        FROM (SELECT o.* FROM origin o SEMI JOIN member USING (project_id)) o CROSS JOIN day_of_curve(of_year) d
        ASOF JOIN telling t ON t.project_id = o.project_id AND t.source = o.source AND t.period_on <= d.day_on),
    owner AS (
        SELECT project_id, a.source, a.day_on,
               a.paid
                   - year_base(d.paid, m.december_reported, y.paid_amount, a.named_by_december, a.paid, m.start_year,
                               of_year) AS paid_amount
        FROM member m JOIN own a USING (project_id)
        LEFT JOIN year_end_now y
          ON y.project_id = m.project_id AND y.year_end_on = m.december_on AND y.source = a.source
             AND y.currency = 'CNY'
        LEFT JOIN own d
          ON d.project_id = m.project_id AND d.source = a.source AND d.day_on = make_date(of_year - 1, 12, 31)
        WHERE a.paid IS NOT NULL AND a.day_on >= make_date(of_year, 1, 1)),
    -- the treasury's own part of the year, in place of the owner's; of a total what it has beyond the sources
    treasury AS MATERIALIZED (FROM treasury_paid_at(of_year) SEMI JOIN member USING (project_id)),
    by_source AS MATERIALIZED (
        SELECT project_id, source, day_on, coalesce(l.paid_amount, o.paid_amount) AS paid_amount,
               w.paid_amount AS whole_amount
        FROM owner o FULL JOIN (FROM treasury WHERE source <> '*') l USING (project_id, source, day_on)
        LEFT JOIN (FROM treasury WHERE source = '*') w USING (project_id, day_on)),
    cell AS (
        SELECT m.row_id, m.project_id, m.grouped, m.december_reported, c.source, c.day_on, c.paid_amount
        FROM member m JOIN (
            SELECT project_id, source, day_on, paid_amount FROM by_source
            WHERE whole_amount IS NULL OR (source <> 'not_stated' AND paid_amount IS NOT NULL)
            UNION ALL
            SELECT w.project_id, 'not_stated', w.day_on, any_value(w.paid_amount) - coalesce(sum(b.paid_amount), 0)
            FROM treasury w LEFT JOIN by_source b ON b.project_id = w.project_id AND b.day_on = w.day_on
                AND b.source <> 'not_stated'
            WHERE w.source = '*' AND w.paid_amount IS NOT NULL GROUP BY w.project_id, w.day_on) c USING (project_id)),
    -- a group's: what it stated says whether the year's part is known, its row amounts say how much
    grouped AS (
        SELECT g.project_id, g.source, g.day_on, g.amount FROM group_month_now g
        WHERE g.year = of_year AND g.field = 'paid'),
    group_cell AS (
        SELECT c.row_id, c.project_id, g.source, c.day_on,
               CASE WHEN c.known
                    THEN g.amount
                        - CASE WHEN c.december_reported THEN coalesce(d.amount, 0) ELSE 0 END END AS paid_amount
        FROM (SELECT row_id, project_id, day_on, any_value(december_reported) AS december_reported,
                     count(*) = count(paid_amount) AS known
              FROM cell WHERE grouped GROUP BY ALL) c
        JOIN grouped g ON g.project_id = c.project_id AND g.day_on = c.day_on
        LEFT JOIN grouped d ON d.project_id = c.project_id AND d.source = g.source
             AND d.day_on = make_date(of_year - 1, 12, 31)),
    paid AS (
        -- of rows that have no plan what is known counts
        FROM (
            SELECT row_id, project_id, source, day_on, paid_amount FROM cell WHERE NOT grouped
            UNION ALL FROM group_cell)
        WHERE paid_amount IS NOT NULL OR project_id = row_id)
    SELECT p.project_id, c.source, p.month_on,
           CASE WHEN count(*) = count(c.paid_amount) THEN sum(c.paid_amount) END AS paid_amount
    FROM curve_now p JOIN paid c ON c.row_id = p.project_id AND c.day_on = p.month_on
    WHERE p.year = of_year AND p.month_on <= closed_until(of_year) GROUP BY p.project_id, c.source, p.month_on;
COMMENT ON MACRO TABLE curve_paid_row IS
    'One row a closed month of the year, row of curve_row and source that is paid from: of its row amounts, yuan paid '
    'so far that year, with what rows paid that have no plan but this group''s; unknown where last December''s is.';

CREATE TABLE curve_paid_now AS SELECT 0::INTEGER AS year, * FROM curve_paid_row(2000) LIMIT 0;
COMMENT ON TABLE curve_paid_now IS 'curve_paid_row of the day and a year.';

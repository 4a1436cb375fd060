-- 县市区对比: what is compared, by which measures, and on which days. What is compared and which end is better stands in
-- codes/comparison.csv.

CREATE MACRO comparison_measure() AS TABLE
    SELECT code AS comparison, unit, better, sort_order, coalesce(part, code || '_met') AS part,
           coalesce(whole, CASE WHEN part IS NULL THEN code || '_within' END) AS whole,
           coalesce(whole, part, code || '_within') AS basis, coalesce(whole, part, code || '_size') AS size,
           known_by, known_of, coalesce(asked, CASE WHEN part IS NULL THEN code || '_asked' END) AS asked, silent,
           part IS NOT NULL AS of_money, is_split(coalesce(whole, part, '')) AS by_source
    FROM code_comparison;
COMMENT ON MACRO TABLE comparison_measure IS
    'One row a comparison: the measures that its figure is made of (part over whole), the one of which a project must '
    'know something to be counted (basis), and the one by which a project may be its county''s largest (size); of '
    'counted ones (late, started, reporting, projects) those of counted_side. by_source where its money is split by '
    'source: the amounts of part_row. It is about projects that know `asked` (about all where that is unknown); '
    'known_by says how it is seen that a county knows enough to be ranked: nothing, or the count of projects, and if '
    'known_of names one, that denominator of all rows that know it too. silent is what of its part counts because '
    'nobody reported.';

CREATE MACRO within(condition) AS CASE WHEN condition THEN 1 END::DECIMAL(38,2);
COMMENT ON MACRO within IS '1 where a project is within a figure that is counted; unknown where it is not.';

CREATE MACRO met(condition, is_met) AS CASE WHEN condition THEN is_met::INTEGER END::DECIMAL(38,2);
COMMENT ON MACRO met IS '1 or 0 where a project is within a figure that is counted and meets it or not.';

CREATE MACRO size_of(condition, amount) AS CASE WHEN condition THEN amount END::DECIMAL(38,2);
COMMENT ON MACRO size_of IS 'The investment by which a project within a figure may be its county''s largest.';

CREATE MACRO counted_side() AS TABLE
    WITH asked AS (
        SELECT p.project_id, p.investment_amount, p.started, p.passed_unreported, p.late OR p.passed_unreported AS late,
               counts_late(p.kind, p.state) AS counts_late,
               p.plan_complete IS NOT TRUE OR n.project_id IS NOT NULL AS may_have_public,
               coalesce(p.money_year = s.reviewed_year, FALSE) AS in_year,
               dated(p.kind, p.state, p.delay_days) AS dated,
               ought_to_start(p.kind, p.state, p.start_due_on, s.as_of) AS ought,
               due_to_start(p.kind, p.state, p.start_due_on, s.as_of) AS due,
               owes_month(p.kind, p.state, p.stood_at_close) AS expected,
               p.reported
        FROM project_now p CROSS JOIN day_now s
        LEFT JOIN (SELECT DISTINCT f.project_id FROM funding_now f
                   WHERE (public_money(f.source) OR f.source = 'not_stated')
                       AND NOT f.only_total) n ON n.project_id = p.project_id
        WHERE p.kind = 'project')
    SELECT project_id, within(dated) AS late_within_amount, met(dated, late) AS late_met_amount,
           met(dated, passed_unreported) AS late_silent_amount,
           size_of(dated, investment_amount) AS late_size_amount, within(counts_late) AS late_asked_amount,
           within(ought) AS started_asked_amount, within(expected) AS reporting_asked_amount,
           within(may_have_public) AS public_asked_amount,
           within(may_have_public AND (expected OR in_year)) AS budget_asked_amount,
           within(TRUE) AS projects_asked_amount, within(due) AS started_within_amount,
           met(due, started) AS started_met_amount, size_of(due, investment_amount) AS started_size_amount,
           within(expected) AS reporting_within_amount, met(expected, reported) AS reporting_met_amount,
           size_of(expected, investment_amount) AS reporting_size_amount, within(TRUE) AS projects_within_amount,
           met(TRUE, TRUE) AS projects_met_amount, size_of(TRUE, investment_amount) AS projects_size_amount
    FROM asked;
COMMENT ON MACRO TABLE counted_side IS
    'One row a project: of each figure that is counted (late, started, reporting, projects) 1 where it is asked '
    'of it (asked) and where it is within it, 1 or 0 whether it meets it (of late ones also whether nobody '
    'reported, silent), and the investment by which it may be the largest. public_asked where fiscal money or '
    'bonds may be asked of it: not where its list of sources, declared whole, names none and nothing of 未注明, '
    'budget_asked where besides it owes the last month, or sent one or is told of by the treasury in the year under '
    'review. Numbers, named as yuan are, since they are added up beside them.';

CREATE MACRO comparison_day(as_of, newest_event) AS TABLE
    WITH closed AS (
        SELECT c.last_closed_on, r.report_close_days, r.january_closes
        FROM closing(as_of, newest_event) c
        CROSS JOIN rules(as_of, newest_event) r),
    month AS (
        SELECT last_day((c.last_closed_on - to_months(n::INTEGER))::DATE) AS month_on,
               CASE WHEN n = 0 THEN as_of::DATE
                    ELSE period_due_on(month_on, c.report_close_days, c.january_closes) + 1 END AS day_on
        FROM closed c
        CROSS JOIN range(0, 13) t(n)
        WHERE owed_month(month_on, c.january_closes)
        ORDER BY month_on DESC
        LIMIT 12)
    SELECT m.* FROM month m JOIN rules_begin(newest_event) b ON m.day_on >= b.begins_on;
COMMENT ON MACRO TABLE comparison_day IS
    'Up to twelve rows, a closed month each, and the day on which its reports had just closed; for the last one the '
    'day asked about; none before the first rule.';

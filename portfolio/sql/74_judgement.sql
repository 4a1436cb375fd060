-- What is judged of a project on its day, once for all who count it.

CREATE MACRO project_judgement() AS TABLE
    SELECT p.project_id, is_judged(p.state) AS judged, owes_month(p.kind, p.state, p.stood_at_close) AS expected,
           must_report(p.kind, p.state) AS plan_expected,
           p.reported AS month_reported,
           coalesce(due_to_start(p.kind, p.state, p.start_due_on, s.as_of), FALSE) AS due_to_start,
           counts_late(p.kind, p.state) AS counts_late, dated(p.kind, p.state, p.delay_days) AS dated,
           p.warning_count > 0 AND must_report(p.kind, p.state) AND p.last_period_on IS NOT NULL AS warned,
           p.postponed_count > 0 AND is_followed(p.kind, p.state) AS postponed,
           p.lapsed_count > 0 AND must_report(p.kind, p.state) AND p.last_period_on IS NOT NULL AS lapsed,
           coalesce(p.money_year = s.reviewed_year, FALSE) AS in_year
    FROM project_now p CROSS JOIN day_now s;
COMMENT ON MACRO TABLE project_judgement IS
    'One row a row of the library: whether it has a light (judged), may count in 滞后率 and does (counts_late, '
    'dated), owes the report of the last closed month (expected) and a plan (plan_expected), reported that month '
    'itself, ought to have started, is warned of '
    '(预警), has a milestone put off without approval (未经批准推迟) or a forecast that has passed (预计已过), and whether '
    'the year of its money is the one under review.';

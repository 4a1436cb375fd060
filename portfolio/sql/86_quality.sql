-- 数据质量: how old the newest report is, and which groups state less than their members.

CREATE MACRO report_age() AS TABLE
    WITH aged AS (
        SELECT p.project_id, s.as_of - p.last_period_on AS silent_days,
               CASE WHEN p.last_period_on >= s.last_closed_on THEN 0
                    ELSE datediff('month', p.last_period_on, s.last_closed_on)
                         - CASE WHEN s.january_closes THEN 0 ELSE year(s.last_closed_on) - year(p.last_period_on) END END AS missed_count
        FROM project_now p CROSS JOIN day_now s
        WHERE must_report(p.kind, p.state))
    SELECT *, CASE WHEN missed_count IS NULL THEN 'never' WHEN missed_count = 0 THEN 'current' WHEN missed_count = 1 THEN 'one' WHEN missed_count <= 3 THEN 'three'
                   WHEN missed_count <= 6 THEN 'half' WHEN missed_count <= 12 THEN 'year' ELSE 'longer' END AS staleness
    FROM aged;
COMMENT ON MACRO TABLE report_age IS 'One row a project that owes reports: the days since the month it last reported on ended, the closed months since then (a January that is one with February is none), and the band they fall in; NULL and never where it never reported.';

CREATE MACRO group_below() AS TABLE
    SELECT p.project_id, p.name, p.county_code, g.field, g.kind, g.stated_amount, g.below_amount, g.below_amount - g.stated_amount AS difference_amount
    FROM group_now g JOIN project_now p ON p.project_id = g.project_id
    WHERE g.is_current AND g.source = '*' AND g.below_amount > g.stated_amount;
COMMENT ON MACRO TABLE group_below IS 'One row a group and figure of which it states less than the rows below it make up: a contradiction.';

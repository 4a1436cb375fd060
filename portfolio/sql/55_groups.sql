-- Groups. Every row of the library has its stated amounts and its row amounts. A leaf's row amount is its current
-- value. A group's is what it states beyond the row amounts of all rows below it, as of its own last month of that
-- field, and stands until its next word. Nothing is looked up above or below a row any more: what is added up are row
-- amounts. A group without members is a leaf. What the library states is as of before all months.

CREATE MACRO excess(stated, below) AS CASE WHEN stated IS NOT NULL THEN greatest(0, stated - coalesce(below, 0)) END;
COMMENT ON MACRO excess IS
    'What a group states beyond the rows below it, never below nothing; unknown where it states nothing.';

CREATE MACRO split_amount(source, excess_amount, whole_amount, sources_amount) AS
    CASE WHEN source = '*' OR whole_amount IS NULL THEN whole_amount
         WHEN coalesce(sources_amount, 0) > whole_amount
         THEN CASE WHEN source = 'not_stated' THEN whole_amount WHEN excess_amount IS NOT NULL THEN 0 END
         WHEN source = 'not_stated' THEN coalesce(excess_amount, 0) + whole_amount - coalesce(sources_amount, 0)
         ELSE excess_amount END;
COMMENT ON MACRO split_amount IS
    'A source''s part of a group''s row amount (whole_amount): its own excess, and for 未分来源 (not_stated) what is left '
    'of the whole; where the sources'' excesses add up to more than the whole, all of it is 未分来源. Of source * the '
    'whole.';

CREATE MACRO below_row() AS TABLE
    SELECT r.project_id, unnest(r.ancestor_ids) AS group_id, generate_subscripts(r.ancestor_ids, 1) AS distance
    FROM read_now r;
COMMENT ON MACRO TABLE below_row IS
    'One row a row of the library and group above it, at any distance (1: it is the group''s own member).';

CREATE MACRO speaking_group() AS TABLE
    SELECT DISTINCT b.group_id FROM below_row() b
    WHERE b.group_id IN (
        SELECT r.project_id FROM reporting_now r
        UNION ALL SELECT l.project_id FROM listed_row() l
        UNION ALL SELECT p.project_id FROM project_now p WHERE p.investment_amount IS NOT NULL
        UNION ALL SELECT f.project_id FROM funding_now f WHERE f.planned_amount IS NOT NULL);
COMMENT ON MACRO TABLE speaking_group IS
    'One row a group with members that ever reported, that a list of the year''s plan names, or of which the library '
    'states an amount: the others have no amounts, and need not be reckoned.';

CREATE MACRO statement_row() AS TABLE
    WITH speaking AS MATERIALIZED (FROM speaking_group()),
    family AS MATERIALIZED (
        SELECT group_id AS project_id FROM speaking
        UNION SELECT b.project_id FROM below_row() b SEMI JOIN speaking USING (group_id)),
    told AS (
        SELECT project_id, 'investment' AS field, 'CNY' AS kind, '' AS source, DATE '1900-01-01' AS said_on,
               0 AS place, planned_investment_amount AS amount
        FROM read_row() WHERE planned_investment_amount IS NOT NULL
        UNION ALL
        SELECT project_id, 'investment', 'CNY', '', period_on, place, amount
        FROM accepted_investment() WHERE amount IS NOT NULL
        UNION ALL
        SELECT project_id, 'work_done', 'CNY', '', period_on, place, work_done_amount FROM accepted_progress()
        WHERE work_done_amount IS NOT NULL OR list_contains(cleared, 'work_done_amount')
        UNION ALL
        SELECT project_id, 'annual_plan', year::VARCHAR, '', said_on, place, planned_amount FROM plan_word()
        UNION ALL
        SELECT project_id, 'planned_funding', currency, source, DATE '1900-01-01', 0, amount
        FROM stated_funding() WHERE amount IS NOT NULL
        UNION ALL
        SELECT project_id, field, currency, source, period_on, place, amount
        FROM (SELECT project_id, currency, source, period_on, place, cleared,
                     unnest([{'field': 'planned_funding', 'stored': 'planned_amount', 'amount': planned_amount},
                             {'field': 'allocated', 'stored': 'allocated_amount', 'amount': allocated_amount},
                             {'field': 'received', 'stored': 'received_amount', 'amount': received_amount},
                             {'field': 'paid', 'stored': 'paid_amount', 'amount': paid_amount}], recursive := true)
              FROM accepted_funding() SEMI JOIN family USING (project_id))
        WHERE (amount IS NOT NULL OR list_contains(cleared, stored))
          AND (field = 'planned_funding' OR currency <> 'CNY'
              OR project_id NOT IN (SELECT t.project_id FROM treasury_stated_now t))
        UNION ALL
        SELECT project_id, figure, 'CNY', source, said_on, 0, amount FROM treasury_stated_now SEMI
            JOIN family USING (project_id)),
    said AS MATERIALIZED (
        SELECT project_id, field, kind, source, said_on, arg_max_null(amount, place)::DECIMAL(38,2) AS amount
        FROM told SEMI JOIN family USING (project_id) GROUP BY ALL),
    stepped AS MATERIALIZED (
        SELECT *, lag(amount) OVER told_before AS before_amount,
               coalesce(lead(said_on) OVER told_before, DATE '9999-12-31') AS until_on
        FROM said WINDOW told_before AS (PARTITION BY project_id, field, kind, source ORDER BY said_on)),
    added AS (
        SELECT project_id, field, kind, said_on, sum(coalesce(amount, 0) - coalesce(before_amount, 0)) AS amount,
               sum((amount IS NOT NULL)::INTEGER - (before_amount IS NOT NULL)::INTEGER) AS known_number
        FROM stepped GROUP BY project_id, field, kind, said_on),
    total AS (
        SELECT project_id, field, kind, '*' AS source, said_on,
               CASE WHEN sum(known_number) OVER so_far > 0 THEN sum(amount) OVER so_far END AS amount,
               coalesce(lead(said_on) OVER so_far, DATE '9999-12-31') AS until_on
        FROM added WINDOW so_far AS (PARTITION BY project_id, field, kind ORDER BY said_on))
    SELECT project_id, field, kind, source, said_on, until_on, amount::DECIMAL(38,2) AS amount FROM total
    UNION ALL
    SELECT project_id, field, kind, source, said_on, until_on, amount FROM stepped WHERE source <> '';
COMMENT ON MACRO TABLE statement_row IS
    'One row a speaking_group, or row below one, stated field and month that states it: the amount (NULL where it was '
    'taken back), standing until the next such month (until_on). Money by source and, source *, their sum over the '
    'known ones; kind is the currency, of the annual plan its year. The library''s own statements are of 1900-01-01.';

CREATE TABLE statement_now AS FROM statement_row() LIMIT 0;
COMMENT ON TABLE statement_now IS 'statement_row of the day.';

CREATE MACRO group_amount(days) AS TABLE
    WITH RECURSIVE statement AS MATERIALIZED (
        FROM statement_now),
    below AS MATERIALIZED (FROM below_row()),
    parent AS MATERIALIZED (
        SELECT group_id, max(distance) AS height, group_id IN (SELECT project_id FROM below) AS nested
        FROM below GROUP BY group_id),
    -- what a group has said by a day: each time the sum of its money changed, the sources as they then stood
    stated AS MATERIALIZED (
        SELECT d.day_on, g.group_id, g.height, t.field, t.kind, t.said_on, t.until_on, s.source, s.said_on AS source_on,
               s.amount AS stated_amount
        FROM parent g JOIN statement t ON t.project_id = g.group_id AND t.source = '*'
        JOIN (SELECT DISTINCT unnest(days::DATE[]) AS day_on) d
             ON t.said_on <= d.day_on AND (g.nested OR t.until_on > d.day_on)
        JOIN statement s ON s.project_id = t.project_id AND s.field = t.field AND s.kind = t.kind
             AND s.said_on <= t.said_on AND s.until_on > t.said_on),
    asked AS MATERIALIZED (
        FROM stated
        UNION ALL
        SELECT day_on, group_id, height, field, kind, said_on, until_on, 'not_stated', source_on, NULL
        FROM (FROM stated WHERE source = '*' AND field IN ('planned_funding', 'allocated', 'received', 'paid'))
        ANTI JOIN (FROM stated WHERE source = 'not_stated') o USING (day_on, group_id, field, kind, said_on)),
    -- a member stands as of the group's month; one not known by then with its first later value
    leaf AS MATERIALIZED (
        SELECT a.day_on, a.group_id, a.field, a.kind, a.said_on, a.source, b.project_id,
               arg_min(w.amount, w.said_on) AS amount
        FROM asked a JOIN below b ON b.group_id = a.group_id
        JOIN statement w
          ON w.project_id = b.project_id AND w.field = a.field AND w.kind = a.kind AND w.source = a.source
             AND w.said_on <= a.day_on AND w.until_on > a.source_on
        ANTI JOIN parent p ON p.group_id = b.project_id
        WHERE w.amount IS NOT NULL
        GROUP BY ALL),
    leaves AS MATERIALIZED (
        SELECT day_on, group_id, field, kind, said_on, source, sum(amount) AS below_amount
        FROM leaf GROUP BY ALL),
    -- group after group, from the lowest up: those of height n at level n, each from the leaves and the groups below it
    reckoned AS (
        SELECT 0 AS level, a.*, coalesce(l.below_amount, 0)::DECIMAL(38,2) AS below_amount,
               NULL::DECIMAL(38,2) AS amount
        FROM asked a LEFT JOIN leaves l USING (day_on, group_id, field, kind, said_on, source)
        UNION ALL
        SELECT level + 1, * EXCLUDE (level, amount, excess_amount),
               CASE WHEN height <> level + 1 THEN amount
                    ELSE split_amount(source, excess_amount,
                        max(CASE WHEN source = '*' THEN excess_amount END) OVER of_group,
                        sum(CASE WHEN source <> '*' THEN excess_amount END) OVER of_group)::DECIMAL(38,2) END
        FROM (
            SELECT t.* REPLACE ((t.below_amount + coalesce(n.amount, 0))::DECIMAL(38,2) AS below_amount),
                   excess(t.stated_amount, t.below_amount + coalesce(n.amount, 0)) AS excess_amount
            FROM reckoned t LEFT JOIN (
                SELECT day_on, group_id, field, kind, said_on, source, sum(amount) AS amount
                FROM (
                    SELECT u.day_on, u.group_id, u.field, u.kind, u.said_on, u.source, b.project_id,
                           arg_min(s.amount, s.said_on) AS amount
                    FROM reckoned u JOIN below b ON b.group_id = u.group_id
                    JOIN reckoned s ON s.group_id = b.project_id AND s.day_on = u.day_on AND s.field = u.field
                         AND s.kind = u.kind AND s.source = u.source AND s.until_on > u.source_on
                    WHERE u.height = u.level + 1 AND s.amount IS NOT NULL GROUP BY ALL)
                GROUP BY ALL) n USING (day_on, group_id, field, kind, said_on, source))
        WHERE level < (SELECT max(height) FROM parent)
        WINDOW of_group AS (PARTITION BY day_on, group_id, field, kind, said_on))
    SELECT group_id AS project_id, day_on, field, kind, source, stated_amount, below_amount, amount
    FROM reckoned
    WHERE level = (SELECT max(height) FROM parent) AND until_on > day_on AND amount IS NOT NULL;
COMMENT ON MACRO TABLE group_amount IS
    'One row a day (of the list `days`), group with members, stated field, kind and source (* the sum) that the group '
    'knows on that day: what it stated, what the rows below it make up as of its own last month, and its row amount. '
    'The library''s word about a field counts as one before all months.';

CREATE MACRO group_row() AS TABLE
    SELECT *, day_on = (SELECT s.as_of FROM day_now s) AS is_current
    FROM group_amount((
        SELECT list(day_on) FROM (
            SELECT s.as_of AS day_on FROM day_now s
            UNION SELECT unnest([s.unpaid_since_on, s.idle_since_on, s.two_years_since_on]) FROM day_now s
            UNION SELECT s.reviewed_to_on FROM day_now s
            UNION SELECT last_december(s.reviewed_year) FROM day_now s
            UNION SELECT r.december_on FROM reporting_now r
                  WHERE r.project_id IN (SELECT b.group_id FROM below_row() b))))
    WHERE stated_amount IS NOT NULL OR amount <> 0;
COMMENT ON MACRO TABLE group_row IS
    'group_amount on the day asked about, on the days from which received money is old, in the last month under '
    'review and the December before that year, and in the last December of each group; is_current of the day asked '
    'about.';

CREATE TABLE group_now AS FROM group_row() LIMIT 0;
COMMENT ON TABLE group_now IS 'group_row of the day.';

-- Groups. Every row of the library has its stated amounts and its row amounts. A leaf's row amount is its current value.
-- A group's is what it states beyond the row amounts of all rows below it, as of its own last month of that field, and
-- stands until its next word. Nothing is looked up above or below a row any more: what is added up are row amounts.
-- A group without members is a leaf. What the library states is as of before all months.

CREATE MACRO excess(stated, below) AS CASE WHEN stated IS NOT NULL THEN greatest(0, stated - coalesce(below, 0)) END;
COMMENT ON MACRO excess IS 'What a group states beyond the rows below it, never below nothing; unknown where it states nothing.';

CREATE MACRO split_amount(source, excess_amount, whole_amount, sources_amount) AS
    CASE WHEN source = '*' OR whole_amount IS NULL THEN whole_amount
         WHEN coalesce(sources_amount, 0) > whole_amount
         THEN CASE WHEN source = 'not_stated' THEN whole_amount WHEN excess_amount IS NOT NULL THEN 0 END
         WHEN source = 'not_stated' THEN coalesce(excess_amount, 0) + whole_amount - coalesce(sources_amount, 0)
         ELSE excess_amount END;
COMMENT ON MACRO split_amount IS 'A source''s part of a group''s row amount (whole_amount): its own excess, and for 未分来源 (not_stated) what is left of the whole; where the sources'' excesses add up to more than the whole, all of it is 未分来源. Of source * the whole.';

CREATE MACRO below_row() AS TABLE
    SELECT r.project_id, unnest(r.ancestor_ids) AS group_id, generate_subscripts(r.ancestor_ids, 1) AS distance
    FROM read_now r;
COMMENT ON MACRO TABLE below_row IS 'One row a row of the library and group above it, at any distance (1: it is the group''s own member).';

CREATE MACRO speaking_group() AS TABLE
    SELECT DISTINCT b.group_id FROM below_row() b
    WHERE b.group_id IN (
        SELECT r.project_id FROM reporting_now r
        UNION ALL SELECT l.project_id FROM listed_row() l
        UNION ALL SELECT p.project_id FROM project_now p WHERE p.investment_amount IS NOT NULL
        UNION ALL SELECT f.project_id FROM funding_now f WHERE f.planned_amount IS NOT NULL);
COMMENT ON MACRO TABLE speaking_group IS 'One row a group with members that ever reported, that a list of the year''s plan names, or of which the library states an amount: the others have no amounts, and need not be reckoned.';

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
COMMENT ON MACRO TABLE statement_row IS 'One row a speaking_group, or row below one, stated field and month that states it: the amount (NULL where it was taken back), standing until the next such month (until_on). Money by source and, source *, their sum over the known ones; kind is the currency, of the annual plan its year. The library''s own statements are of 1900-01-01.';

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
        JOIN statement w ON w.project_id = b.project_id AND w.field = a.field AND w.kind = a.kind AND w.source = a.source
             AND w.said_on <= a.day_on AND w.until_on > a.source_on
        ANTI JOIN parent p ON p.group_id = b.project_id
        WHERE w.amount IS NOT NULL
        GROUP BY ALL),
    leaves AS MATERIALIZED (
        SELECT day_on, group_id, field, kind, said_on, source, sum(amount) AS below_amount
        FROM leaf GROUP BY ALL),
    -- group after group, from the lowest up: those of height n at level n, each from the leaves and the groups below it
    reckoned AS (
        SELECT 0 AS level, a.*, coalesce(l.below_amount, 0)::DECIMAL(38,2) AS below_amount, NULL::DECIMAL(38,2) AS amount
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
COMMENT ON MACRO TABLE group_amount IS 'One row a day (of the list `days`), group with members, stated field, kind and source (* the sum) that the group knows on that day: what it stated, what the rows below it make up as of its own last month, and its row amount. The library''s word about a field counts as one before all months.';

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
COMMENT ON MACRO TABLE group_row IS 'group_amount on the day asked about, on the days from which received money is old, in the last month under review and the December before that year, and in the last December of each group; is_current of the day asked about.';

CREATE TABLE group_now AS FROM group_row() LIMIT 0;
COMMENT ON TABLE group_now IS 'group_row of the day.';

CREATE MACRO of_field(amount, field, wanted, day_on, wanted_on) AS
    max(CASE WHEN field = wanted AND day_on = wanted_on THEN amount END);
COMMENT ON MACRO of_field IS 'The row amount of the field `wanted` on a day, as a column.';

CREATE MACRO group_money() AS TABLE
    WITH told AS (
        SELECT g.* EXCLUDE (kind), g.kind AS currency, d.as_of, d.unpaid_since_on, d.idle_since_on, d.two_years_since_on,
               coalesce(r.december_reported, FALSE) AS december_reported, r.december_on
        FROM group_now g CROSS JOIN day_now d
        LEFT JOIN reporting_now r ON r.project_id = g.project_id
        WHERE g.field <> 'annual_plan')
    SELECT project_id, currency, source,
           of_field(amount, field, 'investment', day_on, as_of) AS investment_amount,
           of_field(amount, field, 'planned_funding', day_on, as_of) AS planned_funding_amount,
           of_field(amount, field, 'allocated', day_on, as_of) AS allocated_amount,
           of_field(amount, field, 'received', day_on, as_of) AS received_amount,
           of_field(amount, field, 'paid', day_on, as_of) AS paid_amount,
           of_field(amount, field, 'work_done', day_on, as_of) AS work_done_amount,
           of_field(amount, field, 'received', day_on, unpaid_since_on) AS received_aged_amount,
           of_field(amount, field, 'received', day_on, idle_since_on) AS received_long_amount,
           of_field(amount, field, 'received', day_on, two_years_since_on) AS received_two_year_amount,
           CASE WHEN any_value(december_reported)
                THEN coalesce(of_field(amount, field, 'paid', day_on, december_on), 0) ELSE 0 END AS paid_base_amount,
           CASE WHEN any_value(december_reported)
                THEN coalesce(of_field(amount, field, 'allocated', day_on, december_on), 0) ELSE 0 END AS allocated_base_amount,
           any_value(december_reported) AS december_reported
    FROM told GROUP BY project_id, currency, source;
COMMENT ON MACRO TABLE group_money IS 'One row a group with members, currency and source (* the sum; what is no money of a source stands there): its row amounts now, what had been received by the days from which money is old, and what had been allocated and paid by its last December, where it reported that.';

CREATE MACRO knows_both(one, other, of_group, of_other) AS
    CASE WHEN of_group IS NOT NULL AND of_other IS NOT NULL AND coalesce(one, other) IS NOT NULL THEN TRUE ELSE FALSE END;
COMMENT ON MACRO knows_both IS 'Whether a group knows both sides of a figure in all, and names the source in either.';

CREATE MACRO old_money_below() AS TABLE
    SELECT m.group_id AS project_id, f.currency, f.source,
           sum(f.aged_unpaid_amount) AS aged_below, sum(f.long_unpaid_amount) AS long_below,
           sum(f.two_year_unpaid_amount) AS two_year_below
    FROM (SELECT r.project_id, unnest(r.ancestor_ids) AS group_id FROM read_now r) m JOIN funding_now f USING (project_id)
    GROUP BY m.group_id, f.currency, GROUPING SETS ((f.source), ());
COMMENT ON MACRO TABLE old_money_below IS
    'One row a group, currency and source (null: all sources): what the leaves below it have of old money unpaid.';

CREATE MACRO taken_off(own, below) AS CASE WHEN own IS NOT NULL THEN greatest(own, -coalesce(below, 0)) END;
COMMENT ON MACRO taken_off IS 'What may be below nothing, at most by what lies below: old money unpaid of a group''s source.';

CREATE MACRO old_of_group(own, below, all_below) AS
    CASE WHEN source <> 'not_stated' THEN taken_off(own, below)
         ELSE taken_off(own, coalesce(all_below, 0) + coalesce(sum(CASE WHEN source <> 'not_stated'
             THEN taken_off(own, below) END) OVER (PARTITION BY project_id, currency), 0)) END;
COMMENT ON MACRO old_of_group IS
    'A group''s old money unpaid of a row''s source, bounded so that with that of the leaves below it is never below '
    'nothing; what is of no source that is told may take off money of every source.';

CREATE MACRO group_standing() AS TABLE
    WITH grouped AS MATERIALIZED (FROM group_money()),
    beside AS (
        SELECT g.*, w.allocated_amount AS all_allocated, w.received_amount AS all_received, w.paid_amount AS all_paid,
               w.received_aged_amount AS all_aged, w.received_long_amount AS all_long, w.received_two_year_amount AS all_two_year,
               coalesce(g.allocated_amount, 0) AS allocated, coalesce(g.received_amount, 0) AS received, coalesce(g.paid_amount, 0) AS paid,
               public_money(g.source) AS public,
               g.december_reported OR coalesce(b.start_year = p.year, FALSE) AS begun,
               p.year = d.reviewed_year AND (begun OR p.paid_amount = 0) AS based,
               begun OR p.allocated_amount = 0 AS allocated_based
        FROM grouped g JOIN grouped w ON w.project_id = g.project_id AND w.currency = g.currency AND w.source = '*'
        JOIN project_now p ON p.project_id = g.project_id CROSS JOIN day_now d
        LEFT JOIN started_in() b ON b.project_id = p.project_id
        WHERE g.source <> '*'),
    told AS (
        SELECT project_id, currency, source, public,
               knows_both(allocated_amount, received_amount, all_allocated, all_received) AS arrives,
               knows_both(received_amount, paid_amount, all_received, all_paid) AS pays,
               knows_both(received_aged_amount, received_amount, all_aged, all_received + all_paid) AS aged,
               knows_both(received_long_amount, received_amount, all_long, all_received + all_paid) AS lasting,
               knows_both(received_two_year_amount, received_amount, all_two_year, all_received + all_paid) AS two_year,
               public AND coalesce(based, FALSE) AND knows_both(allocated_amount, paid_amount, all_allocated, all_allocated) AS bounded,
               bounded AND all_paid IS NOT NULL AS budgeted,
               CASE WHEN public THEN allocated_amount END AS public_allocated_amount,
               allocated, received, paid, paid_base_amount, CASE WHEN allocated_based THEN allocated_base_amount END AS allocated_base_amount, all_aged, all_long, all_two_year, all_received, all_paid,
               paid_amount IS NOT NULL AS names_paid, least(coalesce(received_aged_amount, 0), received) AS aged_there,
               least(coalesce(received_long_amount, 0), received) AS long_there,
               least(coalesce(received_two_year_amount, 0), received) AS two_year_there
        FROM beside),
    aging AS (
        SELECT t.* EXCLUDE (all_aged, all_long, all_two_year), b.* EXCLUDE (project_id, currency, source),
               w.aged_below AS aged_all, w.long_below AS long_all, w.two_year_below AS two_year_all,
               CASE WHEN aged OR (names_paid AND t.all_aged + all_received IS NOT NULL)
                    THEN aged_there - paid END AS aged_own,
               CASE WHEN lasting OR (names_paid AND t.all_long + all_received IS NOT NULL)
                    THEN long_there - paid END AS long_own,
               CASE WHEN two_year OR (names_paid AND t.all_two_year + all_received IS NOT NULL)
                    THEN two_year_there - paid END AS two_year_own
        FROM told t LEFT JOIN old_money_below() b USING (project_id, currency, source)
        LEFT JOIN (FROM old_money_below() a WHERE a.source IS NULL) w USING (project_id, currency))
    SELECT project_id, currency, source,
           CASE WHEN arrives THEN allocated - received END AS not_arrived_amount,
           CASE WHEN pays THEN received - paid END AS unpaid_amount,
           CASE WHEN aged THEN aged_there END AS aged_received_amount,
           old_of_group(aged_own, aged_below, aged_all) AS aged_unpaid_amount,
           old_of_group(long_own, long_below, long_all) AS long_unpaid_amount,
           old_of_group(two_year_own, two_year_below, two_year_all) AS two_year_unpaid_amount,
           public_allocated_amount, CASE WHEN public AND arrives THEN received END AS disbursed_received_amount,
           CASE WHEN public AND arrives THEN allocated END AS disbursed_allocated_amount,
           CASE WHEN bounded THEN allocated - paid_base_amount END AS budget_whole_amount,
           CASE WHEN budgeted THEN paid - paid_base_amount END AS budget_paid_amount,
           CASE WHEN budgeted THEN allocated - paid_base_amount END AS budget_available_amount,
           CASE WHEN budgeted THEN allocated - allocated_base_amount END AS year_allocated_amount,
           CASE WHEN budgeted THEN allocated_base_amount - paid_base_amount END AS carried_over_amount
    FROM aging;
COMMENT ON MACRO TABLE group_standing IS
    'One row a group with members, currency and source: what follows from its row amounts, as funding_row has it of '
    'leaves, unknown where a side is and below nothing where it is, old money unpaid no further than its members'' '
    'lies; no group owes a word about its payments.';

CREATE TABLE group_standing_now AS FROM group_standing() LIMIT 0;
COMMENT ON TABLE group_standing_now IS 'group_standing of the day.';

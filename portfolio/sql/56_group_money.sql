-- Money of groups by source: what a group has beyond the rows below it (55_groups.sql), and what of it lies unpaid.

CREATE MACRO of_field(amount, field, wanted, day_on, wanted_on) AS
    max(CASE WHEN field = wanted AND day_on = wanted_on THEN amount END);
COMMENT ON MACRO of_field IS 'The row amount of the field `wanted` on a day, as a column.';

CREATE MACRO group_money() AS TABLE
    WITH told AS (
        SELECT g.* EXCLUDE (kind), g.kind AS currency, d.as_of, d.unpaid_since_on, d.idle_since_on,
               d.two_years_since_on, coalesce(r.december_reported, FALSE) AS december_reported, r.december_on
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
                THEN coalesce(of_field(amount, field, 'allocated', day_on, december_on), 0)
                     ELSE 0 END AS allocated_base_amount,
           any_value(december_reported) AS december_reported
    FROM told GROUP BY project_id, currency, source;
COMMENT ON MACRO TABLE group_money IS
    'One row a group with members, currency and source (* the sum; what is no money of a source stands there): its '
    'row amounts now, what had been received by the days from which money is old, and what had been allocated and '
    'paid by its last December, where it reported that.';

CREATE MACRO knows_both(one, other, of_group, of_other) AS
    CASE WHEN of_group IS NOT NULL AND of_other IS NOT NULL AND coalesce(one, other) IS NOT NULL THEN TRUE
         ELSE FALSE END;
COMMENT ON MACRO knows_both IS 'Whether a group knows both sides of a figure in all, and names the source in either.';

CREATE MACRO old_money_below() AS TABLE
    SELECT m.group_id AS project_id, f.currency, f.source,
           sum(f.aged_unpaid_amount) AS aged_below, sum(f.long_unpaid_amount) AS long_below,
           sum(f.two_year_unpaid_amount) AS two_year_below
    FROM (SELECT r.project_id, unnest(r.ancestor_ids) AS group_id FROM read_now r) m
    JOIN funding_now f USING (project_id)
    GROUP BY m.group_id, f.currency, GROUPING SETS ((f.source), ());
COMMENT ON MACRO TABLE old_money_below IS
    'One row a group, currency and source (null: all sources): what the leaves below it have of old money unpaid.';

CREATE MACRO taken_off(own, below) AS CASE WHEN own IS NOT NULL THEN greatest(own, -coalesce(below, 0)) END;
COMMENT ON MACRO taken_off IS
    'What may be below nothing, at most by what lies below: old money unpaid of a group''s source.';

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
               w.received_aged_amount AS all_aged, w.received_long_amount AS all_long,
               w.received_two_year_amount AS all_two_year,
               coalesce(g.allocated_amount, 0) AS allocated, coalesce(g.received_amount, 0) AS received,
               coalesce(g.paid_amount, 0) AS paid, public_money(g.source) AS public,
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
               public AND coalesce(based, FALSE)
                   AND knows_both(allocated_amount, paid_amount, all_allocated, all_allocated) AS bounded,
               bounded AND all_paid IS NOT NULL AS budgeted,
               CASE WHEN public THEN allocated_amount END AS public_allocated_amount,
               allocated, received, paid, paid_base_amount,
               CASE WHEN allocated_based THEN allocated_base_amount END AS allocated_base_amount, all_aged, all_long,
               all_two_year, all_received, all_paid, paid_amount IS NOT NULL AS names_paid,
               least(coalesce(received_aged_amount, 0), received) AS aged_there,
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

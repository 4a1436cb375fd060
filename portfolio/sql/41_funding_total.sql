-- Money by source beside a total that the treasury tells, and each project's money summed over its sources.

CREATE MACRO beside_total() AS TABLE
    WITH purse AS (
        SELECT f.*, source = 'not_stated' AS is_rest, left_of(aged_there, coalesce(f.paid_amount, 0)) AS aged_left,
               left_of(long_there, coalesce(f.paid_amount, 0)) AS long_left,
                   left_of(two_year_there, coalesce(f.paid_amount, 0)) AS two_year_left
        FROM funding_by_source() f SEMI JOIN treasury_total_now USING (project_id) WHERE f.currency = 'CNY'),
    summed AS (
        SELECT project_id, bool_or(is_rest) AS rest_named,
               max(CASE WHEN is_rest THEN planned_amount END) AS planned_amount, sum(planned_amount) AS all_planned,
               sum(allocated_amount) AS all_allocated, sum(received_amount) AS all_received,
               sum(CASE WHEN NOT is_rest THEN allocated_amount END) AS allocated,
               sum(CASE WHEN NOT is_rest THEN received_amount END) AS received,
               sum(CASE WHEN NOT is_rest THEN paid_amount END) AS paid,
               sum(CASE WHEN NOT is_rest THEN paid_year_amount END) AS paid_year,
               max(CASE WHEN is_rest THEN allocated_amount END) AS rest_allocated,
               max(CASE WHEN is_rest THEN received_amount END) AS rest_received,
               max(CASE WHEN is_rest THEN december_allocated_amount END) AS rest_december_allocated,
               max(CASE WHEN is_rest THEN december_received_amount END) AS rest_december_received,
               max(CASE WHEN is_rest THEN december_paid_amount END) AS rest_december_paid,
               max(CASE WHEN is_rest THEN paid_year_amount END) AS rest_paid_year,
               max(CASE WHEN is_rest THEN not_arrived_amount END) AS rest_not_arrived,
               max(CASE WHEN is_rest THEN paid_amount END) AS rest_paid,
               sum(CASE WHEN NOT is_rest THEN not_arrived_amount END) AS not_arrived,
               sum(CASE WHEN NOT is_rest THEN unpaid_amount END) AS unpaid,
               sum(CASE WHEN NOT is_rest THEN aged_received_amount END) AS aged_received,
               sum(CASE WHEN NOT is_rest THEN aged_unpaid_amount END) AS aged_unpaid,
               sum(CASE WHEN NOT is_rest THEN long_unpaid_amount END) AS long_unpaid,
               sum(CASE WHEN NOT is_rest THEN two_year_unpaid_amount END) AS two_year_unpaid,
               sum(aged_there) AS aged_there, sum(long_there) AS long_there, sum(two_year_there) AS two_year_there,
               sum(aged_left) AS aged_left, sum(long_left) AS long_left, sum(two_year_left) AS two_year_left,
               sum(CASE WHEN received_amount IS NOT NULL THEN CASE WHEN is_rest
                   THEN least(coalesce(paid_amount, 0), received_amount) ELSE coalesce(paid_amount, 0) END
                   END) AS with_source,
               sum(CASE WHEN NOT is_rest AND planned_amount IS NOT NULL AND received_amount IS NOT NULL
                   THEN planned_amount END) AS pair_planned,
               sum(CASE WHEN NOT is_rest AND planned_amount IS NOT NULL THEN received_amount
                   END) AS pair_planned_received,
               sum(CASE WHEN NOT is_rest AND paid_amount IS NOT NULL THEN received_amount END) AS pair_received,
               sum(CASE WHEN NOT is_rest AND received_amount IS NOT NULL THEN paid_amount END) AS pair_paid,
               bool_and(CASE WHEN received_amount IS NOT NULL THEN dated END) AS all_dated
        FROM purse GROUP BY project_id),
    whole AS (
        SELECT g.project_id, s.* EXCLUDE (project_id), coalesce(s.rest_named, FALSE) AS named,
               g.allocated_amount AS total_allocated, g.received_amount AS total_received,
               g.paid_amount AS total_paid, g.paid_year_amount AS total_paid_year,
               coalesce(g.allocated_amount, s.all_allocated) AS whole_allocated,
               coalesce(g.received_amount, s.all_received) AS whole_received,
               CASE WHEN g.allocated_amount IS NULL THEN s.rest_allocated
                   ELSE beyond_sources(g.allocated_amount, s.allocated) END AS rest_of_allocated,
               CASE WHEN g.received_amount IS NULL THEN s.rest_received
                   ELSE beyond_sources(g.received_amount, s.received) END AS rest_of_received,
               beyond_sources(g.paid_amount, s.paid) AS rest_of_paid,
               CASE WHEN g.paid_year_amount IS NULL THEN s.rest_paid_year
                   ELSE beyond_sources(g.paid_year_amount, s.paid_year) END AS rest_of_year,
               there_of_total(g.received_amount, g.received_aged_amount, s.aged_there) AS whole_aged,
               there_of_total(g.received_amount, g.received_long_amount, s.long_there) AS whole_long,
               there_of_total(g.received_amount, g.received_two_year_amount, s.two_year_there) AS whole_two_year
        FROM treasury_total_now g LEFT JOIN summed s ON s.project_id = g.project_id)
    SELECT project_id, 'not_stated' AS source, 'CNY' AS currency, planned_amount, rest_of_allocated AS allocated_amount,
           rest_of_received AS received_amount, rest_of_paid AS paid_amount,
           CASE WHEN total_allocated IS NULL THEN rest_december_allocated END AS december_allocated_amount,
           CASE WHEN total_received IS NULL THEN rest_december_received END AS december_received_amount,
           CASE WHEN total_paid_year IS NULL THEN rest_december_paid ELSE rest_of_paid - rest_of_year
               END::DECIMAL(18,2) AS december_paid_amount,
           rest_of_year::DECIMAL(18,2) AS paid_year_amount,
           CASE WHEN coalesce(total_allocated, total_received) IS NULL THEN rest_not_arrived
                ELSE beyond_sources(whole_allocated - whole_received, not_arrived)
                    END::DECIMAL(18,2) AS not_arrived_amount,
           beyond_sources(whole_received - total_paid, unpaid) AS unpaid_amount,
           beyond_sources(whole_aged, aged_received) AS aged_received_amount,
           beyond_sources(old_of_total(whole_aged, total_paid, with_source, aged_there, aged_left),
               aged_unpaid) AS aged_unpaid_amount,
           beyond_sources(old_of_total(whole_long, total_paid, with_source, long_there, long_left),
               long_unpaid) AS long_unpaid_amount,
           beyond_sources(old_of_total(whole_two_year, total_paid, with_source, two_year_there, two_year_left),
               two_year_unpaid) AS two_year_unpaid_amount,
           CASE WHEN whole_received IS NOT NULL THEN CASE WHEN total_received IS NULL AND all_dated THEN 'batches'
               ELSE 'estimate' END END AS age_basis,
           CASE WHEN total_received IS NOT NULL THEN CASE WHEN all_planned + whole_received IS NOT NULL
               THEN beyond_sources(all_planned, pair_planned) END
                WHEN rest_received IS NOT NULL THEN planned_amount END AS receipt_planned_amount,
           CASE WHEN total_received IS NOT NULL THEN CASE WHEN all_planned + whole_received IS NOT NULL
               THEN beyond_sources(whole_received, pair_planned_received) END
                WHEN planned_amount IS NOT NULL THEN rest_received END AS receipt_received_amount,
           beyond_sources(whole_received, pair_received) AS payment_received_amount,
           CASE WHEN whole_received IS NOT NULL THEN beyond_sources(total_paid, pair_paid) END AS payment_paid_amount,
           NOT named AS only_total, rest_paid IS NOT NULL AND rest_of_year IS NULL AS year_unknown
    FROM whole;
COMMENT ON MACRO TABLE beside_total IS
    'One row a project whose total the treasury tells (treasury_total): as of a source that nobody tells (未分来源), '
    'what that total has beyond the sources; below nothing where it has less.';

CREATE TABLE beside_total_now AS FROM beside_total() LIMIT 0;
COMMENT ON TABLE beside_total_now IS 'beside_total of the day.';

CREATE MACRO funding_row() AS TABLE
    SELECT f.* EXCLUDE (aged_there, long_there, two_year_there, dated)
             REPLACE (CASE WHEN g.project_id IS NULL THEN payment_untold_amount END AS payment_untold_amount,
                      CASE WHEN g.project_id IS NULL THEN aged_untold_amount END AS aged_untold_amount),
           CASE WHEN f.received_amount IS NOT NULL THEN f.planned_amount END AS receipt_planned_amount,
           CASE WHEN f.planned_amount IS NOT NULL THEN f.received_amount END AS receipt_received_amount,
           CASE WHEN f.paid_amount IS NOT NULL THEN f.received_amount END AS payment_received_amount,
           CASE WHEN f.received_amount IS NOT NULL THEN f.paid_amount END AS payment_paid_amount,
           g.project_id IS NOT NULL AS of_total, FALSE AS only_total,
           f.paid_amount IS NOT NULL AND f.paid_year_amount IS NULL AND g.paid_year_amount IS NULL AS year_unknown
    FROM funding_by_source() f LEFT JOIN treasury_total_now g ON g.project_id = f.project_id AND f.currency = 'CNY'
    WHERE g.project_id IS NULL OR f.source <> 'not_stated'
    UNION ALL BY NAME
    SELECT *, TRUE AS of_total FROM beside_total_now;
COMMENT ON MACRO TABLE funding_row IS
    'One row a project, source and currency, stated, reported or told by the treasury, whose word is the figure '
    'where it has one; december_ is what stood by the December before the year of its money, of payments from '
    'the hand that tells both ends of the year. Where only a total is the treasury''s (of_total), the rest of it '
    'stands at 未分来源 (only_total: nobody else names that), and nothing is 支付未报; year_unknown where a payment is '
    'told and its year is not. Of leaves: 下达未到位 (not_arrived), 到位未支付 (unpaid), 支付未报 (payment_untold), what is '
    'old of the money still there (aged_received) and of it unpaid or untold, unpaid over the longer months '
    '(long) and two budget years; age_basis says whether batches give the age. Of fiscal sources and bonds the '
    'year''s budget: paid, available (the whole where what was paid of it is told), of which allocated this year '
    'and carried over.';

CREATE TABLE funding_now AS FROM funding_row() LIMIT 0;
COMMENT ON TABLE funding_now IS 'funding_row of the day.';

CREATE MACRO current_funding() AS TABLE
    WITH complete AS (
        SELECT project_id, newest(plan_complete, place, cleared, 'plan_complete') AS plan_complete
        FROM accepted_funding() WHERE plan_complete IS NOT NULL OR list_contains(cleared, 'plan_complete')
            GROUP BY project_id)
    SELECT f.project_id,
           sum(planned_amount) FILTER (currency = 'CNY') AS planned_funding_amount,
           sum(allocated_amount) FILTER (currency = 'CNY') AS allocated_amount,
           sum(received_amount) FILTER (currency = 'CNY') AS received_amount,
           sum(paid_amount) FILTER (currency = 'CNY') AS paid_amount,
           CASE WHEN count(*) FILTER (currency = 'CNY' AND year_unknown) = 0
                THEN sum(paid_year_amount) FILTER (currency = 'CNY') END AS paid_year_amount,
           sum(not_arrived_amount) FILTER (currency = 'CNY') AS not_arrived_amount,
           sum(unpaid_amount) FILTER (currency = 'CNY') AS unpaid_amount,
           sum(payment_untold_amount) FILTER (currency = 'CNY') AS payment_untold_amount,
           sum(aged_received_amount) FILTER (currency = 'CNY') AS aged_received_amount,
           sum(aged_unpaid_amount) FILTER (currency = 'CNY') AS aged_unpaid_amount,
           sum(aged_untold_amount) FILTER (currency = 'CNY') AS aged_untold_amount,
           sum(long_unpaid_amount) FILTER (currency = 'CNY') AS long_unpaid_amount,
           sum(two_year_unpaid_amount) FILTER (currency = 'CNY') AS two_year_unpaid_amount,
           bool_and(currency = 'CNY' AND (planned_amount IS NOT NULL OR only_total)) AS plan_summable,
           bool_and(coalesce(CASE WHEN currency = 'CNY' THEN of_total OR paid_amount IS NOT NULL OR received_amount = 0
                                  ELSE coalesce(paid_amount, received_amount) = 0 END, FALSE)) AS paid_whole,
           any_value(plan_complete) AS plan_complete
    FROM funding_now f LEFT JOIN complete USING (project_id)
    GROUP BY f.project_id;
COMMENT ON MACRO TABLE current_funding IS
    'One row a project with any source: its yuan summed over the known sources, whether the list of sources is '
    'whole, and whether paid_amount is all that was paid (paid_whole: no source unknown, none in another '
    'currency).';

CREATE MACRO treasury_stated() AS TABLE
    WITH project AS MATERIALIZED (SELECT DISTINCT project_id FROM treasury_now WHERE NOT grouped),
    entry AS MATERIALIZED (FROM accepted_funding() SEMI JOIN project USING (project_id)),
    day AS (
        SELECT project_id, told_on AS said_on FROM treasury_now WHERE NOT grouped
        UNION SELECT project_id, period_on FROM entry),
    source AS (
        SELECT project_id, source FROM treasury_now WHERE NOT grouped AND source <> '*'
        UNION SELECT project_id, source FROM entry WHERE currency = 'CNY'
        UNION SELECT project_id, source FROM stated_funding() SEMI JOIN project USING (project_id)
            WHERE currency = 'CNY'
        UNION SELECT project_id, 'not_stated' FROM project),
    word AS MATERIALIZED (FROM treasury_word() WHERE NOT grouped),
    owner AS MATERIALIZED (
        SELECT project_id, source, figure, period_on AS said_on, arg_max_null(amount, place) AS amount
        FROM (SELECT project_id, source, period_on, place, cleared,
                     unnest([{'figure': 'allocated', 'stored': 'allocated_amount', 'amount': allocated_amount},
                             {'figure': 'received', 'stored': 'received_amount', 'amount': received_amount},
                             {'figure': 'paid', 'stored': 'paid_amount', 'amount': paid_amount}], recursive := true)
              FROM entry WHERE currency = 'CNY')
        WHERE amount IS NOT NULL OR list_contains(cleared, stored) GROUP BY ALL),
    said AS MATERIALIZED (
        SELECT d.project_id, s.source, f.figure, d.said_on, coalesce(t.amount, o.amount) AS amount
        FROM day d JOIN source s USING (project_id) CROSS
            JOIN (SELECT unnest(['allocated', 'received', 'paid']) AS figure) f
        ASOF LEFT JOIN (SELECT project_id, source, figure, told_on, arg_max(amount, place) AS amount FROM word
            GROUP BY ALL) t
             ON t.project_id = d.project_id AND t.source = s.source AND t.figure = f.figure AND t.told_on <= d.said_on
        ASOF LEFT JOIN owner o
             ON o.project_id = d.project_id AND o.source = s.source AND o.figure = f.figure AND o.said_on <= d.said_on),
    spoke AS (
        SELECT d.project_id, d.said_on, coalesce(max(t.told_on), DATE '1900-01-01') AS spoke_on
        FROM day d LEFT JOIN treasury_now t ON t.project_id = d.project_id AND t.source <> '*'
            AND t.told_on <= d.said_on GROUP BY ALL),
    total AS (
        SELECT d.project_id, d.said_on, t.figure, arg_max(t.amount, t.place) AS amount
        FROM spoke d JOIN word t ON t.project_id = d.project_id AND t.source = '*' AND t.told_on <= d.said_on
        GROUP BY d.project_id, d.said_on, t.figure, d.spoke_on HAVING max(t.told_on) >= d.spoke_on),
    others AS (
        SELECT project_id, said_on, figure, sum(amount) AS amount FROM said WHERE source <> 'not_stated' GROUP BY ALL)
    SELECT s.project_id, s.source, s.figure, s.said_on,
           CASE WHEN s.source = 'not_stated' AND t.amount IS NOT NULL THEN t.amount - coalesce(o.amount, 0)
               ELSE s.amount END::DECIMAL(18,2) AS amount
    FROM said s LEFT JOIN total t USING (project_id, said_on, figure) LEFT
        JOIN others o USING (project_id, said_on, figure);
COMMENT ON MACRO TABLE treasury_stated IS
    'One row a project without members of which the treasury tells, source, figure and day by which it or the '
    'owner says anything: the amount that stood then (NULL where none is known), of no source that is told what '
    'a total has beyond the sources.';

CREATE TABLE treasury_stated_now AS FROM treasury_stated() LIMIT 0;
COMMENT ON TABLE treasury_stated_now IS 'treasury_stated of the day.';

-- Money by source: what the plan names, what was reported, and what lies idle. Only yuan is ever added up.

CREATE MACRO stated_funding() AS TABLE
    SELECT project_id, f.source, f.currency, sum(f.amount) AS amount
    FROM (SELECT project_id, unnest(funding) AS f FROM read_row())
    GROUP BY project_id, f.source, f.currency;
COMMENT ON MACRO TABLE stated_funding IS 'One row a project and source that the library names, in its own currency.';

CREATE MACRO reported_funding() AS TABLE
    SELECT e.project_id, e.source, e.currency,
           count(*) FILTER (e.planned_amount IS NOT NULL OR list_contains(e.cleared, 'planned_amount')) > 0 AS plan_stated,
           newest(planned_amount, place, cleared, 'planned_amount') AS planned_amount,
           newest(allocated_amount, place, cleared, 'allocated_amount') AS allocated_amount,
           newest(received_amount, place, cleared, 'received_amount') AS received_amount,
           newest(paid_amount, place, cleared, 'paid_amount') AS paid_amount,
           newest(received_amount, place, cleared, 'received_amount', period_on, c.idle_since_on) AS received_earlier_amount,
           newest(allocated_amount, place, cleared, 'allocated_amount', period_on, december_on) AS allocated_by_december_amount,
           newest(received_amount, place, cleared, 'received_amount', period_on, december_on) AS received_by_december_amount,
           newest(paid_amount, place, cleared, 'paid_amount', period_on, december_on) AS paid_by_december_amount,
           count(*) FILTER (e.period_on <= e.december_on) > 0 AS named_by_december
    FROM accepted_funding() e
    CROSS JOIN day_now c
    GROUP BY e.project_id, e.source, e.currency;
COMMENT ON MACRO TABLE reported_funding IS 'One row a project, source and currency that was reported: current amounts, what was received a year ago, what had been allocated, received and paid by last December.';

CREATE MACRO started_in() AS TABLE
    SELECT m.project_id, year(m.done_on) AS start_year
    FROM milestone_now m WHERE m.milestone = 'start' AND m.done;
COMMENT ON MACRO TABLE started_in IS 'One row a project whose start is done: the year of its start.';

CREATE MACRO funding_row() AS TABLE
    SELECT project_id, source, currency,
           CASE WHEN e.plan_stated THEN e.planned_amount ELSE s.amount END AS planned_amount,
           e.allocated_amount, e.received_amount, e.paid_amount,
           year_base(e.allocated_by_december_amount, r.december_reported, y.allocated_amount, e.named_by_december OR s.source IS NOT NULL, e.allocated_amount, b.start_year, r.last_year) AS december_allocated_amount,
           year_base(e.received_by_december_amount, r.december_reported, y.received_amount, e.named_by_december OR s.source IS NOT NULL, e.received_amount, b.start_year, r.last_year) AS december_received_amount,
           year_base(e.paid_by_december_amount, r.december_reported, y.paid_amount, e.named_by_december OR s.source IS NOT NULL, e.paid_amount, b.start_year, r.last_year) AS december_paid_amount,
           e.paid_amount - december_paid_amount AS paid_year_amount,
           CASE WHEN e.received_earlier_amount - e.paid_amount IS NOT NULL THEN greatest(0, e.received_earlier_amount - e.paid_amount) END AS idle_amount
    FROM reported_funding() e
    FULL JOIN stated_funding() s USING (project_id, source, currency)
    LEFT JOIN started_in() b USING (project_id)
    LEFT JOIN reporting_now r USING (project_id)
    LEFT JOIN current_year_end() y ON y.project_id = r.project_id AND y.year_end_on = r.december_on
         AND y.source = coalesce(e.source, s.source) AND y.currency = coalesce(e.currency, s.currency);
COMMENT ON MACRO TABLE funding_row IS 'One row a project, source and currency, stated or reported; december_ is what stood by the December before the year of its last report (year_base); 到位超一年未支付 is idle_amount.';

CREATE TABLE funding_now AS FROM funding_row() LIMIT 0;
COMMENT ON TABLE funding_now IS 'funding_row of the day.';

CREATE MACRO current_funding() AS TABLE
    WITH complete AS (
        SELECT project_id, newest(plan_complete, place, cleared, 'plan_complete') AS plan_complete
        FROM accepted_funding() WHERE plan_complete IS NOT NULL OR list_contains(cleared, 'plan_complete') GROUP BY project_id)
    SELECT f.project_id,
           sum(planned_amount) FILTER (currency = 'CNY') AS planned_funding_amount,
           sum(allocated_amount) FILTER (currency = 'CNY') AS allocated_amount,
           sum(received_amount) FILTER (currency = 'CNY') AS received_amount,
           sum(paid_amount) FILTER (currency = 'CNY') AS paid_amount,
           CASE WHEN count(*) FILTER (currency = 'CNY' AND paid_amount IS NOT NULL AND paid_year_amount IS NULL) = 0
                THEN sum(paid_year_amount) FILTER (currency = 'CNY') END AS paid_year_amount,
           sum(idle_amount) FILTER (currency = 'CNY') AS idle_amount,
           bool_and(currency = 'CNY' AND planned_amount IS NOT NULL) AS plan_summable,
           bool_and(coalesce(CASE WHEN currency = 'CNY' THEN paid_amount IS NOT NULL OR received_amount = 0
                                  ELSE coalesce(paid_amount, received_amount) = 0 END, FALSE)) AS paid_whole,
           any_value(plan_complete) AS plan_complete
    FROM funding_now f LEFT JOIN complete USING (project_id)
    GROUP BY f.project_id;
COMMENT ON MACRO TABLE current_funding IS 'One row a project with any source: its yuan summed over the known sources, whether the list of sources is whole, and whether paid_amount is all that was paid (paid_whole: no source unknown, none in another currency).';

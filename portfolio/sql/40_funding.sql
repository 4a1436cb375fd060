-- Money by source: what the plan names, what was reported, what of it lies unpaid and since when. Only yuan is ever
-- added up.

CREATE MACRO stated_funding() AS TABLE
    SELECT project_id, f.source, f.currency, sum(f.amount) AS amount
    FROM (SELECT project_id, unnest(funding) AS f FROM read_row())
    GROUP BY project_id, f.source, f.currency;
COMMENT ON MACRO TABLE stated_funding IS 'One row a project and source that the library names, in its own currency.';

CREATE MACRO reported_funding() AS TABLE
    SELECT e.project_id, e.source, e.currency,
           count(*) FILTER (e.planned_amount IS NOT NULL
                                OR list_contains(e.cleared, 'planned_amount')) > 0 AS plan_stated,
           newest(planned_amount, place, cleared, 'planned_amount') AS planned_amount,
           newest(allocated_amount, place, cleared, 'allocated_amount') AS allocated_amount,
           newest(received_amount, place, cleared, 'received_amount') AS received_amount,
           newest(paid_amount, place, cleared, 'paid_amount') AS paid_amount,
           newest(received_amount, place, cleared, 'received_amount', period_on,
                  c.unpaid_since_on) AS received_aged_amount,
           newest(received_amount, place, cleared, 'received_amount', period_on,
                  c.idle_since_on) AS received_long_amount,
           newest(received_amount, place, cleared, 'received_amount', period_on,
                  c.two_years_since_on) AS received_two_year_amount,
           newest(allocated_amount, place, cleared, 'allocated_amount', period_on,
                  december_on) AS allocated_by_december_amount,
           newest(received_amount, place, cleared, 'received_amount', period_on,
                  december_on) AS received_by_december_amount,
           newest(paid_amount, place, cleared, 'paid_amount', period_on, december_on) AS paid_by_december_amount,
           count(*) FILTER (e.period_on <= e.december_on) > 0 AS named_by_december
    FROM accepted_funding() e
    CROSS JOIN day_now c
    GROUP BY e.project_id, e.source, e.currency;
COMMENT ON MACRO TABLE reported_funding IS
    'One row a project, source and currency that was reported: current amounts, what had been received by the days '
    'from which money is old, what had been allocated, received and paid by last December.';

CREATE MACRO listed_batch() AS TABLE
    WITH number AS (
        SELECT r.project_id, NULL::VARCHAR AS part_id, r.project_id AS number_id FROM read_now r
        UNION ALL
        SELECT o.project_id, o.part_id, o.origin_id FROM origin_now o WHERE NOT o.divided)
    SELECT n.project_id, b.source, b.document_number,
           unnest(arg_max({'issued_on': b.issued_on, 'amount': b.amount, 'event_id': b.event_id},
               (b.event_id, b.position)))
    FROM store.allocation_batch b JOIN number n ON n.number_id = b.project_id
    WHERE b.event_id <= (SELECT s.newest_event FROM day_now s)
    GROUP BY n.project_id, n.part_id, b.source, b.document_number;
COMMENT ON MACRO TABLE listed_batch IS
    'One row a project, part of it if it is merged, source and document or bond issue: the yuan it allocated and '
    'its day, as last stated under any number that the project continues, but those that a split divides.';

CREATE MACRO issued_batch() AS TABLE
    SELECT b.*, datediff('month', b.issued_on, c.as_of) - (day(b.issued_on) > day(c.as_of))::INTEGER AS age_months
    FROM listed_batch() b CROSS JOIN day_now c WHERE b.issued_on <= c.as_of;
COMMENT ON MACRO TABLE issued_batch IS
    'The batches issued by the day, each with its age in whole months: n where it was issued on or before the day n '
    'months before, as the days from which money is old are reckoned (31 May is five months old on 30 November).';

CREATE MACRO batch_sum() AS TABLE
    SELECT project_id, source, sum(amount) AS issued_amount,
           sum(CASE WHEN issued_on <= c.unpaid_since_on THEN amount ELSE 0 END) AS issued_aged_amount,
           sum(CASE WHEN issued_on <= c.idle_since_on THEN amount ELSE 0 END) AS issued_long_amount,
           sum(CASE WHEN issued_on <= c.two_years_since_on THEN amount ELSE 0 END) AS issued_two_year_amount
    FROM issued_batch() CROSS JOIN day_now c GROUP BY project_id, source;
COMMENT ON MACRO TABLE batch_sum IS
    'One row a project and source of which a batch was issued by the day: in all, and by the days from which money is '
    'old.';

CREATE MACRO still_there(dated, issued, earlier, received) AS
    CASE WHEN dated THEN least(issued, received) WHEN earlier + received IS NOT NULL THEN least(earlier, received) END;
COMMENT ON MACRO still_there IS
    'What of the money issued by a day, or received by it, is still there to be paid: no more than is received now; '
    'unknown where either is.';

CREATE MACRO left_of(there, paid) AS CASE WHEN there - paid IS NOT NULL THEN greatest(0, there - paid) END;
COMMENT ON MACRO left_of IS
    'What of the old money payments have not used up, which take the oldest first; never below nothing.';

CREATE MACRO of_purse(grouped, overpaid, source, own, together) AS
    (CASE WHEN grouped THEN NULL
          WHEN overpaid > 0 THEN CASE WHEN source = 'not_stated' THEN together END
          ELSE own END)::DECIMAL(18,2);
COMMENT ON MACRO of_purse IS
    'A figure of a leaf''s source; where more is paid from no source that is told than was received from none '
    '(overpaid), that of all its sources together, which stands at 未注明.';

CREATE MACRO public_money(source) AS source IN (SELECT c.code FROM code_source c WHERE c.public_money <> '');
COMMENT ON MACRO public_money IS 'Whether money is of a fiscal source or a bond.';

CREATE MACRO funding_by_source() AS TABLE
    WITH named AS (
        SELECT project_id, source, currency,
               CASE WHEN e.plan_stated THEN e.planned_amount ELSE s.amount END AS planned_amount,
               coalesce(t.allocated_amount, e.allocated_amount) AS allocated_amount,
               coalesce(t.received_amount, e.received_amount) AS received_amount,
               coalesce(t.paid_amount, e.paid_amount) AS paid_amount,
               coalesce(e.named_by_december, FALSE) OR s.source IS NOT NULL AS named,
               coalesce(r.money_year, l.told_year) AS of_year,
               CASE WHEN t.allocated_amount IS NOT NULL THEN t.allocated_base_amount
                    ELSE year_base(e.allocated_by_december_amount, r.money_december_reported, y.allocated_amount,
                        named, e.allocated_amount,
                                   b.start_year, of_year) END AS december_allocated_amount,
               CASE WHEN t.received_amount IS NOT NULL THEN t.received_base_amount
                    ELSE year_base(e.received_by_december_amount, r.money_december_reported, y.received_amount, named,
                        e.received_amount,
                                   b.start_year, of_year) END AS december_received_amount,
               year_base(e.paid_by_december_amount, r.money_december_reported, y.paid_amount, named, e.paid_amount,
                         b.start_year, of_year) AS owner_base_amount,
               t.paid_amount - t.paid_base_amount AS treasury_year_amount,
               CASE WHEN treasury_year_amount IS NOT NULL THEN t.paid_base_amount ELSE owner_base_amount
                   END AS december_paid_amount,
               coalesce(treasury_year_amount, e.paid_amount - owner_base_amount) AS paid_year_amount,
               project_id IN (SELECT unnest(r.ancestor_ids) FROM read_now r) AS grouped, public_money(source) AS public,
               coalesce(i.issued_amount >= coalesce(t.received_amount, e.received_amount), FALSE)
                   AND currency = 'CNY' AS dated,
               still_there(dated, i.issued_aged_amount, coalesce(t.received_aged_amount, e.received_aged_amount),
                           coalesce(t.received_amount, e.received_amount)) AS aged_there,
               still_there(dated, i.issued_long_amount, coalesce(t.received_long_amount, e.received_long_amount),
                           coalesce(t.received_amount, e.received_amount)) AS long_there,
               still_there(dated, i.issued_two_year_amount,
                   coalesce(t.received_two_year_amount, e.received_two_year_amount),
                           coalesce(t.received_amount, e.received_amount)) AS two_year_there
        FROM reported_funding() e
        FULL JOIN stated_funding() s USING (project_id, source, currency)
        FULL JOIN treasury_source_now t USING (project_id, source, currency)
        LEFT JOIN started_in() b USING (project_id)
        LEFT JOIN reporting_now r USING (project_id)
        LEFT JOIN treasury_year() l USING (project_id)
        LEFT JOIN year_end_now y ON y.project_id = r.project_id AND y.year_end_on = r.money_december_on
             AND y.source = coalesce(e.source, s.source, t.source)
                 AND y.currency = coalesce(e.currency, s.currency, t.currency)
        LEFT JOIN batch_sum() i USING (project_id, source)),
    purse AS (
        SELECT *, paid_amount IS NULL AND received_amount IS NOT NULL AS untold,
               coalesce(max(CASE WHEN source = 'not_stated'
                                 THEN greatest(0, paid_amount - coalesce(received_amount, 0)) END) OVER whole,
                        0) AS overpaid,
               sum(CASE WHEN received_amount IS NOT NULL
                        THEN received_amount - coalesce(paid_amount, 0) END) OVER whole AS whole_unpaid,
               sum(aged_there) OVER whole AS whole_there,
               sum(left_of(aged_there, coalesce(paid_amount, 0))) OVER whole AS whole_aged,
               sum(left_of(long_there, coalesce(paid_amount, 0))) OVER whole AS whole_long,
               sum(left_of(two_year_there, coalesce(paid_amount, 0))) OVER whole AS whole_two_year,
               bool_and(CASE WHEN received_amount IS NOT NULL THEN dated END) OVER whole AS whole_dated
        FROM named WINDOW whole AS (PARTITION BY project_id, currency)),
    budget AS (
        SELECT *, public AND NOT grouped AND allocated_amount + paid_year_amount IS NOT NULL AS budgeted,
               CASE WHEN overpaid > 0 THEN CASE WHEN source = 'not_stated' THEN whole_dated END
                    WHEN received_amount IS NOT NULL THEN dated END AS purse_dated
        FROM purse)
    SELECT project_id, source, currency, planned_amount, allocated_amount, received_amount, paid_amount,
           december_allocated_amount, december_received_amount, december_paid_amount, paid_year_amount,
           aged_there, long_there, two_year_there, dated,
           CASE WHEN NOT grouped THEN allocated_amount - received_amount END::DECIMAL(18,2) AS not_arrived_amount,
           of_purse(grouped, overpaid, source, received_amount - paid_amount,
                    whole_unpaid - CASE WHEN received_amount IS NULL THEN overpaid ELSE 0 END) AS unpaid_amount,
           of_purse(grouped, overpaid, source, CASE WHEN untold THEN received_amount END,
                    NULL) AS payment_untold_amount,
           of_purse(grouped, overpaid, source, aged_there, whole_there) AS aged_received_amount,
           of_purse(grouped, overpaid, source, left_of(aged_there, paid_amount),
                    left_of(whole_aged, overpaid)) AS aged_unpaid_amount,
           of_purse(grouped, overpaid, source, CASE WHEN untold THEN aged_there END, NULL) AS aged_untold_amount,
           of_purse(grouped, overpaid, source, left_of(long_there, paid_amount),
                    left_of(whole_long, overpaid)) AS long_unpaid_amount,
           of_purse(grouped, overpaid, source, left_of(two_year_there, paid_amount),
                    left_of(whole_two_year, overpaid)) AS two_year_unpaid_amount,
           CASE WHEN NOT grouped AND purse_dated THEN 'batches'
                WHEN NOT grouped AND NOT purse_dated THEN 'estimate' END AS age_basis,
           CASE WHEN public AND NOT grouped
                THEN allocated_amount - december_paid_amount END::DECIMAL(18,2) AS budget_whole_amount,
           CASE WHEN budgeted THEN paid_year_amount END AS budget_paid_amount,
           CASE WHEN budgeted
                THEN allocated_amount - december_paid_amount END::DECIMAL(18,2) AS budget_available_amount,
           CASE WHEN budgeted THEN allocated_amount - december_allocated_amount END AS year_allocated_amount,
           CASE WHEN budgeted
                THEN december_allocated_amount - december_paid_amount END::DECIMAL(18,2) AS carried_over_amount
    FROM budget;
COMMENT ON MACRO TABLE funding_by_source IS
    'One row a project, source and currency that the library states, a report or the treasury names, as '
    'funding_row; a total that only the treasury tells is not looked at.';

-- What accepted reports say of the very months that history is taken of.

CREATE MACRO told_in_month() AS TABLE
    SELECT project_id, period_on, NULL::VARCHAR AS source, 'work_done_amount' AS figure,
           arg_max(work_done_amount, place) AS amount
    FROM accepted_progress() WHERE work_done_amount IS NOT NULL GROUP BY project_id, period_on
    UNION ALL
    SELECT project_id, period_on, source, figure, arg_max(amount, place)
    FROM (SELECT project_id, period_on, source, place,
                 unnest([{'figure': 'allocated_amount', 'amount': allocated_amount},
                         {'figure': 'received_amount', 'amount': received_amount},
                         {'figure': 'paid_amount', 'amount': paid_amount}], recursive := true)
          FROM accepted_funding() WHERE currency = 'CNY')
    WHERE amount IS NOT NULL GROUP BY project_id, period_on, source, figure;
COMMENT ON MACRO TABLE told_in_month IS
    'One row a project, month, source (NULL: work done) and figure of which an accepted report of that month tells.';

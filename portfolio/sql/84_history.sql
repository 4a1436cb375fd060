-- Everything ever reported, and the report that states each current figure. Arguments: project (an indicator goes by
-- its number). Each part unnests the fields of one kind of entry; `stored` is the entry's own name of a field
-- where it is shown under another, since `cleared` names the entry's own.

CREATE MACRO cell_of(cells, field_of_entry, first_cell) AS
    coalesce(
        split_part(list_filter(cells, lambda told: starts_with(told, field_of_entry || ' '))[1], ' ', 2), first_cell);
COMMENT ON MACRO cell_of IS
    'The cell of a figure, of those that its entry names; the row''s first where it names none (entries of before).';

CREATE MACRO reported_line(projects) AS TABLE
    WITH line AS (
        SELECT event_id, position, project_id, period_on, sheet, row_number, cell, cells, cleared, 'status' AS kind,
               NULL::VARCHAR AS part,
               unnest([{'field': 'stage', 'value': stage}], recursive := true)
        FROM store.status_entry WHERE project_id IN (SELECT unnest(projects::VARCHAR[]))
        UNION ALL BY NAME
        SELECT event_id, position, project_id, period_on, sheet, row_number, cell, cells, cleared, 'investment' AS kind,
               basis AS part,
               unnest([{'field': 'investment_amount', 'stored': 'amount', 'value': amount::VARCHAR},
                       {'field': 'basis', 'stored': 'basis', 'value': basis},
                       {'field': 'document_number', 'stored': 'document_number', 'value': document_number}],
                      recursive := true)
        FROM store.investment_entry WHERE project_id IN (SELECT unnest(projects::VARCHAR[]))
        UNION ALL BY NAME
        SELECT event_id, position, project_id, period_on, sheet, row_number, cell, cells, cleared, 'funding' AS kind,
               source AS part, currency,
               unnest([{'field': 'planned_amount', 'value': planned_amount::VARCHAR},
                       {'field': 'allocated_amount', 'value': allocated_amount::VARCHAR},
                       {'field': 'received_amount', 'value': received_amount::VARCHAR},
                       {'field': 'paid_amount', 'value': paid_amount::VARCHAR},
                       {'field': 'plan_complete', 'value': plan_complete::VARCHAR},
                       {'field': 'word', 'value': word}], recursive := true)
        FROM store.funding_entry WHERE project_id IN (SELECT unnest(projects::VARCHAR[]))
        UNION ALL BY NAME
        SELECT event_id, position, project_id, period_on, sheet, row_number, cell, cells, cleared, 'plan' AS kind,
               year::VARCHAR AS part,
               unnest([{'field': 'annual_plan_amount', 'stored': 'planned_amount', 'value': planned_amount::VARCHAR},
                       {'field': 'year_forecast_amount', 'stored': 'year_forecast_amount',
                        'value': year_forecast_amount::VARCHAR},
                       {'field': 'reason', 'stored': 'reason', 'value': reason}], recursive := true)
        FROM store.plan_entry WHERE project_id IN (SELECT unnest(projects::VARCHAR[]))
        UNION ALL BY NAME
        SELECT event_id, position, project_id, period_on, sheet, row_number, cell, cells, cleared, 'progress' AS kind,
               NULL AS part,
               unnest([{'field': 'work_done_amount', 'value': work_done_amount::VARCHAR},
                       {'field': 'physical_share', 'value': physical_share::VARCHAR},
                       {'field': 'in_statistics_amount', 'value': in_statistics_amount::VARCHAR}], recursive := true)
        FROM store.progress_entry WHERE project_id IN (SELECT unnest(projects::VARCHAR[]))
        UNION ALL BY NAME
        SELECT event_id, position, project_id, period_on, sheet, row_number, cell, cells, cleared,
               'year_end_base' AS kind,
               source AS part, CASE WHEN source IS NOT NULL THEN currency END AS currency,
               unnest([{'field': 'year_end_work_done_amount', 'stored': 'work_done_amount',
                        'value': work_done_amount::VARCHAR},
                       {'field': 'year_end_allocated_amount', 'stored': 'allocated_amount',
                        'value': allocated_amount::VARCHAR},
                       {'field': 'year_end_received_amount', 'stored': 'received_amount',
                        'value': received_amount::VARCHAR},
                       {'field': 'year_end_paid_amount', 'stored': 'paid_amount', 'value': paid_amount::VARCHAR}],
                      recursive := true)
        FROM store.year_end_base_entry WHERE project_id IN (SELECT unnest(projects::VARCHAR[]))
        UNION ALL BY NAME
        SELECT event_id, position, project_id, period_on, sheet, row_number, cell, cells, cleared, 'milestone' AS kind,
               milestone AS part,
               unnest([{'field': 'due_on', 'value': due_on::VARCHAR, 'value_precision': due_precision},
                       {'field': 'forecast_on', 'value': forecast_on::VARCHAR,
                        'value_precision': coalesce(forecast_precision, 'day')},
                       {'field': 'word', 'value': word, 'value_precision': NULL},
                       {'field': 'done_on', 'value': done_on::VARCHAR, 'value_precision': done_precision},
                       {'field': 'reason', 'value': reason, 'value_precision': NULL},
                       {'field': 'approval', 'value': approval, 'value_precision': NULL},
                       {'field': 'approved_on', 'value': approved_on::VARCHAR, 'value_precision': 'day'},
                       {'field': 'correction', 'value': CASE WHEN correction THEN 'true' END,
                        'value_precision': NULL}], recursive := true)
        FROM store.milestone_entry WHERE project_id IN (SELECT unnest(projects::VARCHAR[]))
        UNION ALL BY NAME
        SELECT event_id, position, project_id, period_on, sheet, row_number, cell, cells, cleared, 'obstacle' AS kind,
               obstacle AS part,
               unnest([{'field': 'reason', 'value': reason}, {'field': 'what', 'value': what},
                       {'field': 'remedy', 'value': remedy},
                       {'field': 'responsible', 'value': responsible}, {'field': 'due_on', 'value': due_on::VARCHAR},
                       {'field': 'cleared_on', 'value': cleared_on::VARCHAR}], recursive := true)
        FROM store.obstacle_entry WHERE project_id IN (SELECT unnest(projects::VARCHAR[]))
        UNION ALL BY NAME
        SELECT event_id, position, project_id, period_on, sheet, row_number, cell, cells, cleared, 'indicator' AS kind,
               NULL AS part,
               unnest([{'field': 'value', 'value': value::VARCHAR}, {'field': 'note', 'value': note}],
                      recursive := true)
        FROM store.indicator_entry WHERE project_id IN (SELECT unnest(projects::VARCHAR[])))
    SELECT * EXCLUDE (cells) REPLACE (cell_of(cells, coalesce(stored, field), cell) AS cell),
           coalesce(list_contains(cleared, coalesce(stored, field)), FALSE) AS was_cleared
    FROM line
    WHERE value IS NOT NULL OR coalesce(list_contains(cleared, coalesce(stored, field)), FALSE);
COMMENT ON MACRO TABLE reported_line IS
    'One row a value that any report states of one of these projects, or takes back (was_cleared), whatever became '
    'of the report.';

CREATE MACRO history(project) AS TABLE
    WITH day AS (SELECT s.as_of, s.newest_event FROM day_now s),
    verdict AS MATERIALIZED (FROM report_decision((SELECT newest_event FROM day)))
    SELECT t.event_id, t.position, t.project_id, e.at AS submitted_at, e.actor,
           coalesce(v.verdict, w.verdict, 'pending') AS verdict, coalesce(v.decided_at, w.decided_at) AS decided_at,
           t.period_on, t.kind, t.part, t.currency, t.field,
           t.value, CASE WHEN t.value IS NOT NULL THEN t.value_precision END AS value_precision, t.was_cleared,
           s.file_name, CASE WHEN s.on_behalf THEN coalesce(u.name, s.unit_code) END AS sent_for, t.sheet,
           t.row_number, t.cell, coalesce(t.stored, t.field) AS entry_field, r.said AS correction_reason,
           m.correction_id, m.value AS right_value,
           coalesce(m.value_precision, CASE WHEN t.field = 'forecast_on' THEN 'day' ELSE t.value_precision END)
               AS right_precision
    FROM reported_line((SELECT list_append(list(o.origin_id), project)
                        FROM origin_now o
                        WHERE o.project_id = project)) t
    JOIN store.event e USING (event_id)
    LEFT JOIN store.submission s USING (event_id)
    LEFT JOIN verdict v ON v.submission_id = t.event_id AND v.project_id = t.project_id
    LEFT JOIN (FROM verdict WHERE project_id IS NULL) w ON w.submission_id = t.event_id
    LEFT JOIN mended_field((SELECT newest_event FROM day)) m
      ON m.entry = t.kind || '_entry' AND m.submission_id = t.event_id AND m.place = t.position
          AND m.field = coalesce(t.stored, t.field)
    LEFT JOIN unit_in_force((SELECT newest_event FROM day)) u ON s.on_behalf AND u.unit_code = s.unit_code
    LEFT JOIN (SELECT event_id, project_id, sheet, cell, string_agg(DISTINCT said, '；' ORDER BY said) AS said
               FROM store.remark WHERE kind = 'correction' GROUP BY event_id, project_id, sheet, cell) r
      ON r.event_id = t.event_id AND r.project_id = t.project_id AND r.sheet = t.sheet AND r.cell = t.cell
    WHERE e.event_id <= (SELECT newest_event FROM day) AND t.period_on <= (SELECT as_of FROM day);
COMMENT ON MACRO TABLE history IS
    'One row a value ever reported of one project or under a number that it continues, or taken back (was_cleared, and '
    'value is NULL), newest decisions beside it: who, when, file, sheet, cell; currency is NULL but for funding; '
    'nothing is overwritten. Where the report gave a reason of correction for the figure, correction_reason has it; '
    'sent_for '
    'names the unit for which the bureau sent it. Where an accepted correction mends the value, correction_id names it '
    'and right_value is what counts (NULL: nothing was stated).';

CREATE MACRO counting_value(project) AS TABLE
    SELECT * REPLACE (CASE WHEN correction_id IS NULL THEN value ELSE right_value END AS value,
                      CASE WHEN correction_id IS NULL THEN value_precision
                          WHEN right_value IS NOT NULL THEN right_precision END AS value_precision),
           (period_on, decided_at, event_id, position) AS place
    FROM history(project) WHERE verdict = 'accepted' AND (correction_id IS NULL OR right_value IS NOT NULL)
      AND (project_id = project OR kind IN ('status', 'milestone', 'obstacle')
           OR project_id IN (
               SELECT o.origin_id
               FROM origin_now o
               WHERE o.project_id = project AND o.part_id IS NULL AND NOT o.divided));
COMMENT ON MACRO TABLE counting_value IS
    'One row a value that an accepted report states of the project, or takes back, as corrections left it; place is '
    'the order in which they count.';

CREATE MACRO figure_source(project) AS TABLE
    WITH accepted AS (SELECT *, kind = 'investment' OR field = 'plan_complete' AS whole FROM counting_value(project)),
    counting AS (SELECT * FROM accepted QUALIFY kind <> 'investment' OR place = max(place) OVER (PARTITION BY kind)),
    newest_one AS (
        SELECT kind, CASE WHEN NOT whole THEN part END AS part, CASE WHEN NOT whole THEN currency END AS currency,
               field,
               arg_max({'value': value, 'value_precision': value_precision, 'was_cleared': was_cleared,
                        'period_on': period_on, 'event_id': event_id,
                        'actor': actor, 'submitted_at': submitted_at, 'decided_at': decided_at,
                        'file_name': file_name, 'sheet': sheet, 'row_number': row_number, 'cell': cell,
                        'correction_id': correction_id}, place) AS said
        FROM counting GROUP BY 1, 2, 3, 4)
    SELECT kind, part, currency, field, unnest(said) FROM newest_one;
COMMENT ON MACRO TABLE figure_source IS
    'One row a figure that reports state of the project, each currency of a source by itself: its current value as '
    'written (or as correction_id mends it), or was_cleared, and who sent it when, in which file, sheet and cell; '
    'total investment and plan_complete are the project''s, whatever the basis or source.';

CREATE MACRO mendable_statement(project) AS TABLE
    WITH told AS (
        SELECT *, lag(value) OVER told IS DISTINCT FROM value OR lag(value_precision)
            OVER told IS DISTINCT FROM value_precision AS begins
        FROM counting_value(project)
        WINDOW told AS (PARTITION BY kind, part, currency, field ORDER BY place))
    SELECT * EXCLUDE (begins, place), kind || '_entry' AS entry,
           sum(begins::INTEGER) OVER (PARTITION BY kind, part, currency, field ORDER BY place) AS run_no,
           row_number() OVER (PARTITION BY kind, part, currency, field ORDER BY place) AS statement_no
    FROM told;
COMMENT ON MACRO TABLE mendable_statement IS
    'One row a value that counts of the project as counting_value has it; those of one figure that say the same one '
    'after another have one run_no.';

-- The treasury's figures as the money of a day needs them: by source, and of projects whose total is the figure.

CREATE MACRO treasury_source() AS TABLE
    WITH told AS (
        SELECT t.*, coalesce(r.money_year, y.told_year) AS money_year,
               in_december(t.told_on, coalesce(r.money_year, y.told_year)) AS of_december,
               coalesce(b.start_year = coalesce(r.money_year, y.told_year), FALSE) AS started
        FROM treasury_now t JOIN treasury_year() y USING (project_id)
        LEFT JOIN reporting_now r ON r.project_id = t.project_id LEFT JOIN started_in() b ON b.project_id = t.project_id
        WHERE NOT t.grouped),
    spoke AS (SELECT project_id, bool_or(of_december) AS spoke FROM told WHERE source <> '*' GROUP BY project_id),
    said AS (
        SELECT project_id, source, any_value(money_year) AS money_year, any_value(started) AS started,
               any_value(p.spoke) AND NOT bool_or(told_on <= make_date(money_year - 1, 12, 31)) AS named_anew,
               arg_max(allocated_amount, place) AS allocated_amount, arg_max(received_amount, place) AS received_amount,
               arg_max(paid_amount, place) AS paid_amount,
               arg_max(received_amount, place) FILTER (told_on <= c.unpaid_since_on) AS received_aged_amount,
               arg_max(received_amount, place) FILTER (told_on <= c.idle_since_on) AS received_long_amount,
               arg_max(received_amount, place) FILTER (told_on <= c.two_years_since_on) AS received_two_year_amount,
               arg_max(allocated_amount, place) FILTER (of_december) AS allocated_december,
               arg_max(received_amount, place) FILTER (of_december) AS received_december,
               arg_max(paid_amount, place) FILTER (of_december) AS paid_december
        FROM told JOIN spoke p USING (project_id) CROSS JOIN day_now c WHERE source <> '*' GROUP BY project_id, source)
    SELECT project_id, source, 'CNY' AS currency, money_year, allocated_amount, received_amount, paid_amount,
           received_aged_amount,
           received_long_amount, received_two_year_amount,
           treasury_base(allocated_december, named_anew, started,
               allocated_amount)::DECIMAL(18,2) AS allocated_base_amount,
           treasury_base(received_december, named_anew, started,
               received_amount)::DECIMAL(18,2) AS received_base_amount,
           treasury_base(paid_december, named_anew, started, paid_amount)::DECIMAL(18,2) AS paid_base_amount
    FROM said;
COMMENT ON MACRO TABLE treasury_source IS
    'One row a project without members and source of which the treasury tells: its newest words, what it said '
    'had been received by the days from which money is old, and what of the December before the year of the '
    'project''s money (base).';

CREATE TABLE treasury_source_now AS FROM treasury_source() LIMIT 0;
COMMENT ON TABLE treasury_source_now IS 'treasury_source of the day.';

CREATE MACRO treasury_total() AS TABLE
    WITH said AS (
        SELECT t.project_id, any_value(coalesce(r.money_year, y.told_year)) AS money_year,
               total_by(source, told_on, allocated_amount, place, c.as_of) AS allocated_amount,
               total_by(source, told_on, received_amount, place, c.as_of) AS received_amount,
               total_by(source, told_on, paid_amount, place, c.as_of) AS paid_amount,
               total_by(source, told_on, received_amount, place, c.unpaid_since_on) AS received_aged_amount,
               total_by(source, told_on, received_amount, place, c.idle_since_on) AS received_long_amount,
               total_by(source, told_on, received_amount, place, c.two_years_since_on) AS received_two_year_amount,
               treasury_base(arg_max(paid_amount, place)
                   FILTER (source = '*' AND in_december(told_on, coalesce(r.money_year, y.told_year))),
                             FALSE, any_value(b.start_year = coalesce(r.money_year, y.told_year)),
                             total_by(source, told_on, paid_amount, place, c.as_of)) AS paid_base_amount
        FROM treasury_now t CROSS JOIN day_now c JOIN treasury_year() y ON y.project_id = t.project_id
        LEFT JOIN reporting_now r ON r.project_id = t.project_id LEFT JOIN started_in() b ON b.project_id = t.project_id
        WHERE NOT t.grouped GROUP BY t.project_id, c.as_of, c.unpaid_since_on, c.idle_since_on, c.two_years_since_on)
    SELECT *, paid_amount - paid_base_amount AS paid_year_amount FROM said WHERE paid_amount IS NOT NULL;
COMMENT ON MACRO TABLE treasury_total IS
    'One row a project whose total of payments is the treasury''s, which tells no source since: that total and, '
    'where told, those of allocations and receipts, what had been received by the days from which money is old, '
    'and what was paid in the year of the project''s money.';

CREATE TABLE treasury_total_now AS FROM treasury_total() LIMIT 0;
COMMENT ON TABLE treasury_total_now IS 'treasury_total of the day.';

CREATE MACRO old_of_total(there, paid, with_source, sources_there, sources_left) AS
    CASE WHEN there IS NOT NULL
         THEN greatest(0, there - paid, coalesce(sources_left, 0) + there - coalesce(sources_there, 0) - greatest(0,
             paid - coalesce(with_source, 0))) END;
COMMENT ON MACRO old_of_total IS
    'What of a project''s old money its total of payments has not used up: what one source paid beyond its own '
    'old money uses up no other''s, unless the total leaves no other place for it.';

CREATE MACRO there_of_total(total, total_then, sources_there) AS
    CASE WHEN total IS NULL THEN sources_there
         WHEN coalesce(total_then, sources_there) IS NOT NULL THEN least(coalesce(total_then, sources_there), total)
             END;
COMMENT ON MACRO there_of_total IS
    'What of the money received by a day is still there, by a total of receipts where one is told, else by the '
    'sources.';

CREATE MACRO beyond_sources(whole, others) AS (whole - coalesce(others, 0))::DECIMAL(18,2);
COMMENT ON MACRO beyond_sources IS
    'What a whole has beyond the sources that are told, which comes from none of them; below nothing where it is '
    'less.';

CREATE MACRO treasury_word() AS TABLE
    SELECT * FROM (
        SELECT project_id, source, told_on, place, grouped,
               unnest([{'figure': 'allocated', 'amount': allocated_amount},
                   {'figure': 'received', 'amount': received_amount},
                       {'figure': 'paid', 'amount': paid_amount}], recursive := true)
        FROM treasury_now)
    WHERE amount IS NOT NULL;
COMMENT ON MACRO TABLE treasury_word IS 'One row a statement of the treasury and figure that it tells.';

CREATE MACRO treasury_end() AS TABLE
    WITH word AS MATERIALIZED (FROM treasury_word() WHERE NOT grouped AND figure <> 'allocated'),
    spoke AS MATERIALIZED (SELECT DISTINCT project_id, told_on FROM treasury_now WHERE source <> '*' AND NOT grouped),
    first AS (SELECT project_id, source, min(told_on) AS first_on FROM treasury_now WHERE NOT grouped
        GROUP BY project_id, source),
    year_end AS MATERIALIZED (
        SELECT project_id, source, figure, year(told_on) AS year, arg_max(amount, place) AS amount,
               max(told_on) AS told_on,
               max(told_on) = max(max(told_on)) OVER (PARTITION BY project_id, source, figure) AS newest
        FROM word GROUP BY project_id, source, figure, year(told_on)),
    standing AS (
        SELECT y.*, coalesce(max(s.told_on), DATE '1900-01-01') AS spoke_on,
               coalesce(max(CASE WHEN year(s.told_on) <= y.year THEN s.told_on END),
                   DATE '1900-01-01') AS spoke_by_then_on,
               bool_or(in_december(s.told_on, y.year)) AS spoke_in_december
        FROM year_end y LEFT JOIN spoke s USING (project_id) GROUP BY ALL)
    SELECT t.project_id, t.source, t.figure, t.year,
           t.amount - treasury_base(CASE WHEN month(b.told_on) = 12 THEN b.amount END,
                                    t.source <> '*' AND coalesce(t.spoke_in_december, FALSE)
                                        AND year(f.first_on) >= t.year,
                                    coalesce(n.start_year = t.year, FALSE), t.amount) AS amount
    FROM standing t JOIN first f USING (project_id, source)
    LEFT JOIN year_end b ON b.project_id = t.project_id AND b.source = t.source AND b.figure = t.figure
        AND b.year = t.year - 1
    LEFT JOIN started_in() n ON n.project_id = t.project_id
    WHERE (month(t.told_on) = 12 OR (t.newest AND (t.source <> '*' OR t.told_on >= t.spoke_on)))
      AND (t.source <> '*' OR t.told_on >= t.spoke_by_then_on);
COMMENT ON MACRO TABLE treasury_end IS
    'One row a project without members, source (* the total), figure (received, paid) and year whose end the '
    'treasury tells, of the last year of which it tells its newest word: what came that year; unknown where its '
    'December before is.';

CREATE MACRO owner_money() AS TABLE
    WITH told AS (
        SELECT project_id, source, period_on, place, cleared,
               unnest([{'figure': 'allocated', 'stored': 'allocated_amount', 'amount': allocated_amount},
                       {'figure': 'received', 'stored': 'received_amount', 'amount': received_amount},
                       {'figure': 'paid', 'stored': 'paid_amount', 'amount': paid_amount}], recursive := true)
        FROM accepted_funding() WHERE currency = 'CNY' AND project_id IN (SELECT t.project_id FROM treasury_now t))
    SELECT project_id, source, figure, unnest(arg_max({'owner_amount': amount, 'owner_on': period_on}, place))
    FROM told WHERE amount IS NOT NULL OR list_contains(cleared, stored) GROUP BY project_id, source, figure;
COMMENT ON MACRO TABLE owner_money IS
    'One row a project of which the treasury tells, source and figure: what its owner says, and the month of '
    'that word (NULL where it was taken back).';

CREATE MACRO treasury_said() AS TABLE
    SELECT project_id, source, figure, any_value(grouped) AS grouped,
           unnest(arg_max({'treasury_amount': amount, 'treasury_on': told_on}, place))
    FROM treasury_word() GROUP BY project_id, source, figure;
COMMENT ON MACRO TABLE treasury_said IS
    'One row a project, source (* the total) and figure of which the treasury tells: its newest word and the day '
    'of it.';

CREATE MACRO treasury_beside() AS TABLE
    WITH spoke AS (SELECT project_id, max(told_on) AS spoke_on FROM treasury_now WHERE source <> '*'
        GROUP BY project_id),
    said AS MATERIALIZED (
        SELECT s.* FROM treasury_said() s LEFT JOIN spoke k USING (project_id)
        WHERE s.source <> '*' OR s.grouped OR coalesce(s.treasury_on >= k.spoke_on, TRUE)),
    owner AS MATERIALIZED (FROM owner_money() WHERE owner_amount IS NOT NULL),
    total AS (
        SELECT project_id, '*' AS source, figure, sum(owner_amount) AS owner_amount, max(owner_on) AS owner_on
        FROM owner GROUP BY project_id, figure),
    spoken AS (
        SELECT project_id, figure, bool_or(source = '*') AS of_total, bool_or(grouped) AS grouped FROM said
            GROUP BY project_id, figure)
    SELECT project_id, source, figure, s.treasury_amount, s.treasury_on, o.owner_amount::DECIMAL(18,2) AS owner_amount,
           o.owner_on,
           (s.treasury_amount - o.owner_amount)::DECIMAL(18,2) AS difference_amount,
           CASE WHEN p.grouped THEN 'not_broken_down' WHEN s.treasury_amount IS NULL THEN CASE WHEN p.of_total
               THEN 'unchecked' ELSE 'owner_only' END
                WHEN o.owner_amount IS NULL THEN 'treasury_only' WHEN s.treasury_amount = o.owner_amount THEN 'agree'
                    ELSE 'differ' END AS agreement
    FROM said s FULL JOIN (FROM owner UNION ALL BY NAME FROM total) o USING (project_id, source, figure)
    JOIN spoken p USING (project_id, figure)
    WHERE s.treasury_amount IS NOT NULL OR (source <> '*' AND NOT p.grouped);
COMMENT ON MACRO TABLE treasury_beside IS
    'One row a project, source (* the total, as long as it is the figure) and figure of which the treasury or, '
    'where the treasury tells that figure of the project at all, only its owner says something: both words with '
    'their days, the difference (treasury''s less owner''s) and how they agree.';

CREATE MACRO month_of(of_year) AS TABLE SELECT last_day(make_date(of_year, m::INTEGER, 1)) AS month_on
    FROM range(1, 13) t(m);
COMMENT ON MACRO TABLE month_of IS 'Twelve rows: the months of a year by their last day.';

CREATE MACRO treasury_paid_at(of_year) AS TABLE
    WITH word AS MATERIALIZED (FROM treasury_word() WHERE NOT grouped AND figure = 'paid'),
    spoke AS MATERIALIZED (SELECT DISTINCT project_id, told_on FROM treasury_now WHERE source <> '*' AND NOT grouped),
    december AS (
        SELECT project_id, source, arg_max(amount, place) AS amount FROM word WHERE in_december(told_on, of_year)
        GROUP BY project_id, source),
    first AS (SELECT project_id, source, min(told_on) AS first_on FROM treasury_now WHERE NOT grouped
        GROUP BY project_id, source),
    said AS (
        SELECT w.project_id, w.source, d.month_on AS day_on, arg_max(w.amount, w.place) AS amount,
               max(w.told_on) AS told_on
        FROM month_of(of_year) d JOIN word w ON w.told_on <= d.month_on GROUP BY ALL),
    standing AS (
        SELECT s.*, coalesce(max(k.told_on), DATE '1900-01-01') AS spoke_on,
               bool_or(in_december(k.told_on, of_year)) AS spoke_in_december
        FROM said s LEFT JOIN spoke k ON k.project_id = s.project_id AND k.told_on <= s.day_on GROUP BY ALL)
    SELECT s.project_id, s.source, s.day_on,
           s.amount - treasury_base(b.amount, s.source <> '*' AND coalesce(s.spoke_in_december, FALSE)
               AND year(f.first_on) >= of_year,
                                    coalesce(n.start_year = of_year, FALSE), s.amount) AS paid_amount
    FROM standing s JOIN first f USING (project_id, source) LEFT JOIN december b USING (project_id, source)
    LEFT JOIN started_in() n ON n.project_id = s.project_id
    WHERE s.source <> '*' OR s.told_on >= s.spoke_on;
COMMENT ON MACRO TABLE treasury_paid_at IS
    'One row a project without members, source (* the total, where it was the figure) and end of a month of the '
    'year by which the treasury had told payments: what was paid so far that year; unknown where its December '
    'before is.';

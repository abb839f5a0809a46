-- What the guards reckon with: the chance that more turn up than fit, distance, parts of a day, refusing.

-- The chance that more than `places` of people with these chances of turning up do so, each independently of the
-- others. More than that come when fewer than (people - places) stay away, so it is those that are counted, exactly.
-- Chances below 1e-100 count as nought: PostgreSQL refuses a product too small to write.
CREATE FUNCTION unpaid_work_chance_turned_away(chances double precision[], places integer) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    spare integer := cardinality(chances) - places;
    away double precision[];
    chance double precision;
    total double precision := 0;
BEGIN
    IF spare <= 0 THEN
        RETURN 0;
    END IF;
    away := array_fill(0::double precision, ARRAY[spare]);
    away[1] := 1;
    FOREACH chance IN ARRAY chances LOOP
        chance := CASE WHEN chance < 1e-100 THEN 0 ELSE chance END;
        FOR n IN REVERSE spare..2 LOOP
            away[n] := away[n] * chance + away[n - 1] * (1 - chance);
            IF away[n] < 1e-100 THEN
                away[n] := 0;
            END IF;
        END LOOP;
        away[1] := away[1] * chance;
        IF away[1] < 1e-100 THEN
            away[1] := 0;
        END IF;
    END LOOP;
    FOR n IN 1..spare LOOP
        total := total + away[n];
    END LOOP;
    RETURN least(total, 1);
END $$;

-- Great-circle kilometres between two points in degrees. Differences below 1e-100 degrees count as that: PostgreSQL
-- refuses a square too small to write.
CREATE FUNCTION unpaid_work_kilometres(
    lat_a double precision, lon_a double precision, lat_b double precision, lon_b double precision
) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT 2 * 6371.0088 * asin(sqrt(least(1,
        sin(radians(greatest(abs(lat_b - lat_a), 1e-100)) / 2) ^ 2
        + cos(radians(lat_a)) * cos(radians(lat_b))
            * sin(radians(greatest(abs(lon_b - lon_a), 1e-100)) / 2) ^ 2)))
$$;

-- The parts of the day (weekday digit and m, a or e) that a span of time on one day touches: the morning ends at noon,
-- the afternoon at five. Europe/London.
CREATE FUNCTION unpaid_work_slots(begins timestamptz, ends timestamptz) RETURNS text[]
LANGUAGE sql STABLE STRICT AS $$
    SELECT array_agg(extract(isodow FROM begins AT TIME ZONE 'Europe/London')::text || part.letter)
    FROM (VALUES ('m', '00:00'::time, '12:00'::time), ('a', '12:00', '17:00'), ('e', '17:00', '24:00'))
        AS part (letter, first_time, last_time)
    WHERE (begins AT TIME ZONE 'Europe/London')::time < part.last_time
        AND (ends AT TIME ZONE 'Europe/London')::time > part.first_time
$$;

-- Refuse, under the name of the rule. The person's id, where there is one, is the hint.
CREATE FUNCTION unpaid_work_refuse(rule text, detail text, person bigint DEFAULT NULL) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = '23514', CONSTRAINT = rule, MESSAGE = 'not allowed: ' || rule,
        DETAIL = coalesce(detail, ''), HINT = coalesce(person::text, '');
END $$;

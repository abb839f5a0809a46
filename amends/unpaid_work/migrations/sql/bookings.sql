-- Bookings: whom a session may have.

-- What makes a booking nonsense, whenever it was written down: the rule it breaks, or NULL.
-- Looked up a row at a time, by key: a join's plan, kept from when the tables were small, would read them whole.
CREATE FUNCTION unpaid_work_booking_mismatch(booking unpaid_work_booking) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
    appointment contacts_appointment;
    session unpaid_work_session;
    the_sentence bigint;
    the_person bigint;
BEGIN
    SELECT * INTO STRICT appointment FROM contacts_appointment WHERE id = booking.appointment_id;
    SELECT * INTO STRICT session FROM unpaid_work_session WHERE id = booking.session_id;
    IF appointment.kind <> 'unpaid_work' OR appointment.starts_at <> session.starts_at
        OR appointment.ends_at <> session.ends_at THEN
        RETURN 'booking_appointment_of_session';
    END IF;
    SELECT sentence_id INTO STRICT the_sentence FROM cases_requirement WHERE id = booking.requirement_id;
    SELECT person_id INTO STRICT the_person FROM cases_sentence WHERE id = the_sentence;
    IF the_person <> appointment.person_id THEN
        RETURN 'booking_requirement_of_person';
    END IF;
    IF booking.assessment_id IS NOT NULL THEN
        SELECT person_id INTO STRICT the_person FROM unpaid_work_unpaidworkassessment WHERE id = booking.assessment_id;
        IF the_person <> appointment.person_id THEN
            RETURN 'booking_assessment_of_person';
        END IF;
    END IF;
    RETURN NULL;
END $$;

-- Every reason why the person may not be booked on the session. `the_booking` is the booking itself, NULL where it is
-- not yet made: the others are counted beside it. Stood-down people are expected no longer. The reasons that lie with the
-- session itself are left to unpaid_work_session_faults.
CREATE FUNCTION unpaid_work_booking_faults(
    the_booking bigint, the_person bigint, the_session bigint, the_requirement bigint, the_assessment bigint,
    the_attendance double precision, the_day_limit integer, the_week_limit integer
) RETURNS TABLE (rule text, detail text) LANGUAGE plpgsql STABLE AS $$
DECLARE
    session unpaid_work_session;
    project unpaid_work_project;
    kind text;
    person cases_person;
    assessment unpaid_work_unpaidworkassessment;
    requirement record;
    monday date;
    minutes integer;
    booked record;
    others record;
BEGIN
    SELECT * INTO STRICT session FROM unpaid_work_session WHERE id = the_session;
    SELECT * INTO STRICT project FROM unpaid_work_project WHERE id = session.project_id;
    SELECT * INTO STRICT person FROM cases_person WHERE id = the_person;
    SELECT * INTO assessment FROM unpaid_work_unpaidworkassessment WHERE id = the_assessment;
    SELECT r.ended_on, r.intensive, s.sentence_date, s.end_date INTO requirement
    FROM cases_requirement r JOIN cases_sentence s ON s.id = r.sentence_id WHERE r.id = the_requirement;
    kind := CASE WHEN project.type IN ('individual', 'home') THEN project.type
        WHEN project.type LIKE 'ete%' THEN 'ete' ELSE 'group' END;
    minutes := extract(epoch FROM session.ends_at - session.starts_at) / 60;
    monday := date_trunc('week', session.date)::date;

    IF session.cancelled_at IS NOT NULL THEN
        RETURN QUERY VALUES ('booking_session_called_off', '');
    END IF;
    IF project.supervised AND session.supervisor_id IS NULL THEN
        RETURN QUERY VALUES ('booking_no_supervisor', '');
    END IF;

    -- The gate.
    IF assessment.id IS NULL OR session.date < assessment.from_date OR session.date >= assessment.to_date THEN
        RETURN QUERY VALUES ('booking_no_assessment', '');
    END IF;
    IF assessment.harm_check = 'not_retrieved' THEN
        RETURN QUERY VALUES ('booking_harm_not_retrieved', '');
    END IF;
    IF person.merged_into_id IS NOT NULL THEN
        RETURN QUERY VALUES ('booking_record_merged', '');
    END IF;
    IF session.date < requirement.sentence_date OR session.date >= requirement.ended_on
        OR session.date >= requirement.end_date THEN
        RETURN QUERY VALUES ('booking_requirement_ended', '');
    END IF;
    IF age(session.date, person.date_of_birth) < interval '18 years' THEN
        IF NOT project.suitable_under_18 THEN
            RETURN QUERY VALUES ('booking_under_18_project', '');
        END IF;
        IF NOT EXISTS (SELECT FROM unpaid_work_under18signoff u WHERE u.person_id = the_person) THEN
            RETURN QUERY VALUES ('booking_under_18_sign_off', '');
        END IF;
    END IF;

    -- What the assessment allows.
    IF NOT kind = ANY (assessment.kinds) THEN
        RETURN QUERY VALUES ('booking_kind', kind);
    END IF;
    IF project.tags && assessment.excludes THEN
        RETURN QUERY SELECT 'booking_excluded', string_agg(tag, ', ' ORDER BY tag)
            FROM unnest(project.tags) AS tag WHERE tag = ANY (assessment.excludes);
    ELSIF NOT assessment.lifting AND 'heavy' = ANY (project.tags) THEN
        RETURN QUERY VALUES ('booking_excluded', 'heavy');
    END IF;
    IF kind <> 'home' THEN
        RETURN QUERY SELECT 'booking_excluded_area', area.description::text FROM unpaid_work_exclusionarea area
            WHERE area.assessment_id = assessment.id
                AND unpaid_work_kilometres(area.lat, area.lon, project.lat, project.lon) <= area.radius_km;
    END IF;
    IF cardinality(project.skills_needed) > 0 THEN
        RETURN QUERY SELECT 'booking_skill', string_agg(skill, ', ' ORDER BY skill)
            FROM unnest(project.skills_needed) AS skill
            WHERE NOT skill = ANY (unpaid_work_skills_held(the_person, assessment.skills, session.date))
            HAVING count(*) > 0;
    END IF;
    IF (project.for_whom = 'women' AND person.sex <> 'f') OR (project.for_whom = 'men' AND person.sex <> 'm') THEN
        RETURN QUERY VALUES ('booking_audience', project.for_whom::text);
    END IF;
    IF assessment.women_only AND project.for_whom <> 'women' AND kind NOT IN ('individual', 'home') THEN
        RETURN QUERY VALUES ('booking_women_only', '');
    END IF;
    IF NOT unpaid_work_slots(session.starts_at, session.ends_at) <@ assessment.slots::text[] THEN
        RETURN QUERY VALUES ('booking_availability', '');
    END IF;
    IF EXISTS (SELECT FROM unpaid_work_unavailability u WHERE u.person_id = the_person
        AND session.date >= u.from_date AND session.date < u.to_date) THEN
        RETURN QUERY VALUES ('booking_away', '');
    END IF;

    -- Who else is there.
    IF EXISTS (
        SELECT FROM cases_keepapart k
        JOIN contacts_appointment a
            ON a.person_id = CASE WHEN k.person_id = the_person THEN k.other_id ELSE k.person_id END
        JOIN unpaid_work_booking b ON b.appointment_id = a.id AND b.session_id = the_session
        WHERE the_person IN (k.person_id, k.other_id) AND a.cancelled_at IS NULL
            AND session.date >= k.from_date AND (k.to_date IS NULL OR session.date < k.to_date)
            AND NOT EXISTS (SELECT FROM unpaid_work_standdownperson d WHERE d.booking_id = b.id)) THEN
        RETURN QUERY VALUES ('booking_kept_apart', '');
    END IF;

    -- The person's day and week, this session included.
    SELECT count(*) FILTER (WHERE s.date = session.date) AS sessions,
        coalesce(sum(extract(epoch FROM s.ends_at - s.starts_at) / 60) FILTER (WHERE s.date = session.date), 0) AS day,
        coalesce(sum(extract(epoch FROM s.ends_at - s.starts_at) / 60), 0) AS week
    INTO booked
    FROM contacts_appointment a
    JOIN unpaid_work_booking b ON b.appointment_id = a.id
    JOIN unpaid_work_session s ON s.id = b.session_id
    WHERE a.person_id = the_person AND a.cancelled_at IS NULL AND b.id IS DISTINCT FROM the_booking
        AND a.starts_at >= (monday - 1)::timestamptz AND a.starts_at < (monday + 8)::timestamptz
        AND s.date >= monday AND s.date < monday + 7
        AND NOT EXISTS (SELECT FROM unpaid_work_standdownperson d WHERE d.booking_id = b.id);
    IF booked.sessions > 0 THEN
        RETURN QUERY VALUES ('booking_one_session_a_day', '');
    ELSIF the_day_limit IS NULL AND requirement.intensive IS NOT TRUE OR booked.day + minutes > the_day_limit THEN
        RETURN QUERY VALUES ('booking_day_limit', the_day_limit::text);
    END IF;
    IF the_week_limit IS NULL OR booked.week + minutes > the_week_limit THEN
        RETURN QUERY VALUES ('booking_week_limit', the_week_limit::text);
    END IF;

    -- Places. Someone of whom nothing is known is reckoned to come.
    SELECT count(*) AS people, coalesce(array_agg(coalesce(b.attendance, 1)), '{}') AS chances INTO others
    FROM unpaid_work_booking b JOIN contacts_appointment a ON a.id = b.appointment_id
    WHERE b.session_id = the_session AND a.cancelled_at IS NULL AND b.id IS DISTINCT FROM the_booking
        AND NOT EXISTS (SELECT FROM unpaid_work_standdownperson d WHERE d.booking_id = b.id);
    IF kind IN ('individual', 'home') THEN
        IF others.people + 1 > session.places THEN
            RETURN QUERY VALUES ('booking_full', session.places::text);
        END IF;
    ELSIF unpaid_work_chance_turned_away(others.chances || coalesce(the_attendance, 1), session.places)
        > session.overbook_risk * (1 + 1e-12) THEN
        RETURN QUERY VALUES ('booking_overbooked', session.places::text);
    END IF;

    -- Work that is suspended until the court decides.
    RETURN QUERY SELECT 'booking_suspended', '' FROM unpaid_work_courtreturn asked
        WHERE asked.requirement_id = the_requirement AND asked.suspended AND asked.result = '';
END $$;

-- The guard of a booking. It locks the session, then the person, and only then looks: whoever books the same session or the
-- same person waits, and sees what was booked. (Under REPEATABLE READ they would not see it, so that is refused.)
-- A record of the past, written down when the session was over, is not judged by the rules for what may be planned; a
-- session yet to come has no past, whatever moment its bookings are said to be made at.
CREATE FUNCTION unpaid_work_guard_booking(booking unpaid_work_booking) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    appointment contacts_appointment;
    session unpaid_work_session;
    fault record;
    mismatch text := unpaid_work_booking_mismatch(booking);
BEGIN
    SELECT * INTO STRICT appointment FROM contacts_appointment WHERE id = booking.appointment_id;
    IF mismatch IS NOT NULL THEN
        PERFORM unpaid_work_refuse(mismatch, '', appointment.person_id);
    END IF;
    SELECT * INTO STRICT session FROM unpaid_work_session WHERE id = booking.session_id;
    IF appointment.cancelled_at IS NOT NULL
        OR (appointment.booked_at >= session.ends_at AND session.ends_at <= now()) THEN
        RETURN;
    END IF;
    IF current_setting('transaction_isolation') = 'repeatable read' THEN
        RAISE EXCEPTION 'bookings are made under READ COMMITTED or SERIALIZABLE, not REPEATABLE READ';
    END IF;
    SELECT * INTO STRICT session FROM unpaid_work_session WHERE id = booking.session_id FOR NO KEY UPDATE;
    PERFORM FROM cases_person WHERE id = appointment.person_id FOR NO KEY UPDATE;
    FOR fault IN
        SELECT * FROM unpaid_work_session_faults(session.id, session.project_id, session.date, session.starts_at,
            session.ends_at, session.supervisor_id, NULL)
        UNION ALL
        SELECT * FROM unpaid_work_booking_faults(booking.id, appointment.person_id, booking.session_id,
            booking.requirement_id, booking.assessment_id, booking.attendance, booking.day_limit, booking.week_limit)
    LOOP
        PERFORM unpaid_work_refuse(fault.rule, fault.detail, appointment.person_id);
    END LOOP;
END $$;

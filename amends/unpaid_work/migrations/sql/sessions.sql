-- Sessions: when a project may run, and who may supervise.

-- Every reason why a project may not run on a date with this supervisor and so many places. `the_session` is the session
-- itself, NULL where it is not yet made.
CREATE FUNCTION unpaid_work_session_faults(
    the_session bigint, the_project bigint, the_date date, begins timestamptz, ends timestamptz,
    the_supervisor bigint, the_places integer
) RETURNS TABLE (rule text, detail text) LANGUAGE plpgsql STABLE AS $$
DECLARE
    project unpaid_work_project;
BEGIN
    SELECT * INTO STRICT project FROM unpaid_work_project WHERE id = the_project;
    IF (begins AT TIME ZONE 'Europe/London')::date <> the_date
        OR ((ends - interval '1 microsecond') AT TIME ZONE 'Europe/London')::date <> the_date THEN
        RETURN QUERY VALUES ('session_on_its_day', '');
    END IF;
    IF strpos(project.days, extract(isodow FROM the_date)::text) = 0 THEN
        RETURN QUERY VALUES ('session_project_day', '');
    END IF;
    IF the_date < project.from_date OR the_date >= project.to_date THEN
        RETURN QUERY VALUES ('session_project_open', '');
    END IF;
    IF EXISTS (SELECT FROM unpaid_work_projectclosure c
        WHERE c.project_id = the_project AND the_date >= c.from_date AND the_date < c.to_date) THEN
        RETURN QUERY VALUES ('session_project_closed', '');
    END IF;
    IF NOT EXISTS (SELECT FROM unpaid_work_healthandsafety h
        WHERE h.project_id = the_project AND the_date >= h.from_date AND the_date < h.to_date) THEN
        RETURN QUERY VALUES ('session_health_and_safety', '');
    END IF;
    IF the_places > project.places THEN
        RETURN QUERY VALUES ('session_places', project.places::text);
    END IF;
    IF the_supervisor IS NOT NULL THEN
        RETURN QUERY SELECT * FROM unpaid_work_supervisor_faults(the_session, the_project, the_date, the_supervisor);
    END IF;
END $$;

-- Every reason why a member of staff may not supervise the project on the date. That nobody is in two places at once, and
-- has one session a day, are constraints of the table.
CREATE FUNCTION unpaid_work_supervisor_faults(
    the_session bigint, the_project bigint, the_date date, the_supervisor bigint
) RETURNS TABLE (rule text, detail text) LANGUAGE plpgsql STABLE AS $$
DECLARE
    staff organisation_staff;
    monday date := date_trunc('week', the_date)::date;
    missing text;
BEGIN
    SELECT * INTO STRICT staff FROM organisation_staff WHERE id = the_supervisor;
    IF the_date < staff.from_date OR the_date >= staff.to_date THEN
        RETURN QUERY VALUES ('supervisor_in_post', '');
    END IF;
    IF strpos(staff.days, extract(isodow FROM the_date)::text) = 0 THEN
        RETURN QUERY VALUES ('supervisor_day', '');
    END IF;
    IF EXISTS (SELECT FROM organisation_absence a WHERE a.staff_id = the_supervisor
        AND the_date >= a.from_date AND (a.to_date IS NULL OR the_date < a.to_date)) THEN
        RETURN QUERY VALUES ('supervisor_absent', '');
    END IF;
    SELECT string_agg(q.name, ', ' ORDER BY q.name) INTO missing
    FROM unpaid_work_project_qualifications needed
    JOIN organisation_qualification q ON q.id = needed.qualification_id
    WHERE needed.project_id = the_project AND NOT EXISTS (
        SELECT FROM organisation_staffqualification held
        WHERE held.staff_id = the_supervisor AND held.qualification_id = q.id
            AND the_date >= held.from_date AND (held.to_date IS NULL OR the_date < held.to_date));
    IF missing IS NOT NULL THEN
        RETURN QUERY VALUES ('supervisor_qualification', missing);
    END IF;
    IF (SELECT count(DISTINCT s.date) FROM unpaid_work_session s
        WHERE s.supervisor_id = the_supervisor AND s.cancelled_at IS NULL AND s.id IS DISTINCT FROM the_session
            AND s.date >= monday AND s.date < monday + 7 AND s.date <> the_date) >= staff.days_a_week THEN
        RETURN QUERY VALUES ('supervisor_days_a_week', staff.days_a_week::text);
    END IF;
END $$;

-- The guard of a session. A record of the past (written down when it was over) is not judged by the rules for what may
-- be planned. The supervisor's row is locked, so that their days of a week are counted by one transaction at a time.
CREATE FUNCTION unpaid_work_guard_session(before unpaid_work_session, after unpaid_work_session) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    fault record;
    moved boolean := before.id IS NULL OR before.cancelled_at IS NOT NULL
        OR (before.project_id, before.date, before.starts_at, before.ends_at)
            IS DISTINCT FROM (after.project_id, after.date, after.starts_at, after.ends_at);
BEGIN
    IF before.opened_at <> after.opened_at THEN
        PERFORM unpaid_work_refuse('session_opened_once', '');
    END IF;
    IF before.id IS NOT NULL AND (after.cancelled_at IS NOT NULL OR moved) AND EXISTS (
        SELECT FROM unpaid_work_booking b JOIN contacts_appointment a ON a.id = b.appointment_id
        WHERE b.session_id = after.id AND a.cancelled_at IS NULL
            AND NOT EXISTS (SELECT FROM unpaid_work_standdownperson d WHERE d.booking_id = b.id)) THEN
        PERFORM unpaid_work_refuse('session_people_booked', '');
    END IF;
    IF after.cancelled_at IS NOT NULL OR (after.opened_at >= after.ends_at AND after.ends_at <= now()) THEN
        RETURN;
    END IF;
    IF after.supervisor_id IS NOT NULL THEN
        PERFORM FROM organisation_staff WHERE id = after.supervisor_id FOR NO KEY UPDATE;
    END IF;
    IF moved THEN
        FOR fault IN SELECT * FROM unpaid_work_session_faults(after.id, after.project_id, after.date, after.starts_at,
            after.ends_at, after.supervisor_id, after.places) LOOP
            PERFORM unpaid_work_refuse(fault.rule, fault.detail);
        END LOOP;
        RETURN;
    END IF;
    IF after.supervisor_id IS DISTINCT FROM before.supervisor_id AND after.supervisor_id IS NOT NULL THEN
        FOR fault IN SELECT * FROM unpaid_work_supervisor_faults(
            after.id, after.project_id, after.date, after.supervisor_id) LOOP
            PERFORM unpaid_work_refuse(fault.rule, fault.detail);
        END LOOP;
    END IF;
    IF after.places > before.places
        AND after.places > (SELECT p.places FROM unpaid_work_project p WHERE p.id = after.project_id) THEN
        PERFORM unpaid_work_refuse('session_places', '');
    END IF;
END $$;

-- What stands must not be made unlawful behind its back: changes to an assessment, an exclusion area, an appointment or a
-- stand-down are judged again when the transaction ends, for bookings whose outcome is not yet recorded. (What must be
-- recordable at once, such as a sick supervisor, a closure or people to keep apart, is not refused: the week board lists
-- what it conflicts with.)

CREATE FUNCTION unpaid_work_judge_again(bookings bigint[], rules text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT fault.rule, fault.detail, a.person_id
        FROM unpaid_work_booking b
        JOIN contacts_appointment a ON a.id = b.appointment_id
        JOIN unpaid_work_session s ON s.id = b.session_id
        CROSS JOIN LATERAL (
            SELECT unpaid_work_booking_mismatch(b) AS rule, '' AS detail
            UNION ALL
            SELECT * FROM unpaid_work_booking_faults(b.id, a.person_id, b.session_id, b.requirement_id,
                b.assessment_id, b.attendance, b.day_limit, b.week_limit)
        ) AS fault
        WHERE b.id = ANY (bookings) AND a.cancelled_at IS NULL
            AND (a.booked_at < s.ends_at OR s.ends_at > now())
            AND NOT EXISTS (SELECT FROM unpaid_work_standdownperson d WHERE d.booking_id = b.id)
            AND NOT EXISTS (SELECT FROM contacts_contactoutcome o WHERE o.appointment_id = a.id)
            AND fault.rule = ANY (rules || ARRAY['booking_appointment_of_session', 'booking_requirement_of_person',
                'booking_assessment_of_person'])
    LOOP
        PERFORM unpaid_work_refuse(found.rule, found.detail, found.person_id);
    END LOOP;
END $$;

CREATE FUNCTION unpaid_work_assessment_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM cases_person WHERE id = NEW.person_id FOR NO KEY UPDATE;
    PERFORM unpaid_work_judge_again(
        ARRAY(SELECT b.id FROM unpaid_work_booking b WHERE b.assessment_id = NEW.id),
        ARRAY['booking_no_assessment', 'booking_harm_not_retrieved', 'booking_kind', 'booking_excluded',
            'booking_excluded_area', 'booking_skill', 'booking_women_only', 'booking_availability']);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER unpaid_work_assessment_changed
    AFTER UPDATE OF person_id, from_date, to_date, harm_check, lifting, women_only, kinds, excludes, skills, slots
    ON unpaid_work_unpaidworkassessment DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION unpaid_work_assessment_changed();

CREATE FUNCTION unpaid_work_area_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM cases_person p JOIN unpaid_work_unpaidworkassessment a ON a.person_id = p.id
        WHERE a.id = NEW.assessment_id FOR NO KEY UPDATE OF p;
    PERFORM unpaid_work_judge_again(
        ARRAY(SELECT b.id FROM unpaid_work_booking b WHERE b.assessment_id = NEW.assessment_id),
        ARRAY['booking_excluded_area']);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER unpaid_work_area_changed
    AFTER INSERT OR UPDATE ON unpaid_work_exclusionarea DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION unpaid_work_area_changed();

-- An appointment that is brought back, moved or given to another is judged like a new booking's.
CREATE FUNCTION unpaid_work_appointment_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.booked_at <> OLD.booked_at AND EXISTS (
        SELECT FROM unpaid_work_booking b WHERE b.appointment_id = NEW.id) THEN
        PERFORM unpaid_work_refuse('booking_booked_once', '', NEW.person_id);
    END IF;
    PERFORM FROM unpaid_work_session s JOIN unpaid_work_booking b ON b.session_id = s.id
        WHERE b.appointment_id = NEW.id FOR NO KEY UPDATE OF s;
    PERFORM FROM cases_person WHERE id = NEW.person_id FOR NO KEY UPDATE;
    PERFORM unpaid_work_judge_again(
        ARRAY(SELECT b.id FROM unpaid_work_booking b WHERE b.appointment_id = NEW.id),
        ARRAY['booking_session_called_off', 'booking_no_supervisor', 'booking_no_assessment',
            'booking_harm_not_retrieved', 'booking_record_merged', 'booking_requirement_ended',
            'booking_under_18_project', 'booking_under_18_sign_off', 'booking_kind', 'booking_excluded',
            'booking_excluded_area', 'booking_skill', 'booking_audience', 'booking_women_only',
            'booking_availability', 'booking_away', 'booking_kept_apart', 'booking_one_session_a_day',
            'booking_day_limit', 'booking_week_limit', 'booking_full', 'booking_overbooked']);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER unpaid_work_appointment_changed
    AFTER UPDATE OF person_id, kind, starts_at, ends_at, booked_at, cancelled_at
    ON contacts_appointment DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.cancelled_at IS NULL AND OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION unpaid_work_appointment_changed();

-- Taking a stand-down away expects the person again.
CREATE FUNCTION unpaid_work_stand_down_taken_away() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM unpaid_work_session s JOIN unpaid_work_booking b ON b.session_id = s.id
        WHERE b.id = OLD.booking_id FOR NO KEY UPDATE OF s;
    PERFORM unpaid_work_judge_again(ARRAY[OLD.booking_id], ARRAY['booking_session_called_off', 'booking_kept_apart',
        'booking_one_session_a_day', 'booking_day_limit', 'booking_week_limit', 'booking_full', 'booking_overbooked']);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER unpaid_work_stand_down_taken_away
    AFTER DELETE ON unpaid_work_standdownperson DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION unpaid_work_stand_down_taken_away();

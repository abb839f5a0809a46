-- A requirement that ends, by whatever way it is ended, leaves no booking of a session to come standing: whoever ends it
-- moves or frees them in the same transaction.

CREATE FUNCTION unpaid_work_requirement_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM cases_person p JOIN cases_sentence s ON s.person_id = p.id WHERE s.id = NEW.sentence_id
        FOR NO KEY UPDATE OF p;
    IF EXISTS (
        SELECT FROM unpaid_work_booking b
        JOIN cases_requirement r ON r.id = b.requirement_id
        JOIN contacts_appointment a ON a.id = b.appointment_id
        JOIN unpaid_work_session s ON s.id = b.session_id
        WHERE b.requirement_id = NEW.id AND r.ended_on < s.date AND a.cancelled_at IS NULL AND s.starts_at > now()
            AND NOT EXISTS (SELECT FROM unpaid_work_standdownperson d WHERE d.booking_id = b.id)
            AND NOT EXISTS (SELECT FROM contacts_contactoutcome o WHERE o.appointment_id = a.id)
    ) THEN
        RAISE EXCEPTION 'bookings to come stand on the requirement that ended'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'requirement_ended_frees_bookings';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER unpaid_work_requirement_ended
    AFTER UPDATE OF ended_on ON cases_requirement DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.ended_on IS NOT NULL AND OLD.ended_on IS DISTINCT FROM NEW.ended_on)
    EXECUTE FUNCTION unpaid_work_requirement_ended();

-- Work that is suspended until the court decides: one more reason why a person may not be booked.
ALTER FUNCTION unpaid_work_booking_faults(bigint, bigint, bigint, bigint, bigint, double precision, integer, integer)
    RENAME TO unpaid_work_booking_faults_in_force;

CREATE FUNCTION unpaid_work_booking_faults(
    the_booking bigint, the_person bigint, the_session bigint, the_requirement bigint, the_assessment bigint,
    the_attendance double precision, the_day_limit integer, the_week_limit integer
) RETURNS TABLE (rule text, detail text) LANGUAGE sql STABLE AS $$
    SELECT * FROM unpaid_work_booking_faults_in_force(the_booking, the_person, the_session, the_requirement,
        the_assessment, the_attendance, the_day_limit, the_week_limit)
    UNION ALL
    SELECT 'booking_suspended', '' FROM unpaid_work_courtreturn asked
    WHERE asked.requirement_id = the_requirement AND asked.suspended AND asked.result = ''
$$;

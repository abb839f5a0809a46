-- The skills that a person has on a day: those listed by the assessment, and those of which a certificate is on
-- record. Of the latter the certificates decide alone: one that has run out is no skill, whatever the assessment lists.
CREATE FUNCTION unpaid_work_skills_held(the_person bigint, listed varchar[], on_day date) RETURNS varchar[]
LANGUAGE sql STABLE AS $$
    WITH certified AS (
        SELECT c.skill, bool_or(c.from_date <= on_day AND (c.to_date IS NULL OR on_day < c.to_date)) AS holds
        FROM unpaid_work_certificate c WHERE c.person_id = the_person AND c.withdrawn_at IS NULL GROUP BY c.skill
    )
    SELECT ARRAY(
        SELECT skill FROM unnest(listed) AS skill WHERE skill NOT IN (SELECT c.skill FROM certified c)
        UNION SELECT c.skill FROM certified c WHERE c.holds
    )
$$;

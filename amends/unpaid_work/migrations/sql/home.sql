-- A kit goes out only to somebody whom a manager agreed to on that day, and whose assessment allows home work.
CREATE FUNCTION unpaid_work_guard_kit_out(kit unpaid_work_homekitout) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM unpaid_work_homeentry e
        WHERE e.id = kit.entry_id AND e.agreed AND e.from_date <= kit.out_on AND kit.out_on < e.to_date) THEN
        PERFORM unpaid_work_refuse('home_kit_not_agreed', '');
    END IF;
    IF NOT EXISTS (SELECT FROM unpaid_work_homeentry e
        JOIN cases_requirement r ON r.id = e.requirement_id
        JOIN cases_sentence s ON s.id = r.sentence_id
        JOIN unpaid_work_unpaidworkassessment a ON a.person_id = s.person_id
        WHERE e.id = kit.entry_id AND a.from_date <= kit.out_on AND kit.out_on < a.to_date
            AND a.harm_check <> 'not_retrieved' AND 'home' = ANY (a.kinds)) THEN
        PERFORM unpaid_work_refuse('home_kit_not_assessed', '');
    END IF;
END $$;

-- Only goods that came back are inspected, and no more of them pass than came.
CREATE FUNCTION unpaid_work_guard_inspection(inspection unpaid_work_homeinspection) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM unpaid_work_homekitout k WHERE k.id = inspection.kit_out_id
        AND k.back_on IS NOT NULL AND k.back_on <= inspection.on AND inspection.passed <= k.pieces_back) THEN
        PERFORM unpaid_work_refuse('home_inspection_of_goods', '');
    END IF;
END $$;

-- Home work is credited as its inspection says, to the requirement that the kit went out under.
CREATE FUNCTION unpaid_work_guard_home_credit(credit unpaid_work_hoursadjustment) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM unpaid_work_homeinspection i
        JOIN unpaid_work_homekitout k ON k.id = i.kit_out_id
        JOIN unpaid_work_homeentry e ON e.id = k.entry_id
        WHERE i.id = credit.inspection_id AND e.requirement_id = credit.requirement_id
            AND credit.minutes = i.passed * k.minutes_each) THEN
        PERFORM unpaid_work_refuse('home_credit_inspected', '');
    END IF;
END $$;

"""Planning unpaid work: who goes to which project on which day, under which supervisor."""

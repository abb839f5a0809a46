"""Who works where, what each may see and do, and the record of what was seen and done."""

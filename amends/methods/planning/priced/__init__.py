"""The optimiser: seats are priced, people and supervisors choose, and what they choose is made into a plan."""

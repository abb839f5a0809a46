"""Small problems as a whole: a mixed integer programme that proves how good a plan can be (proving_small_plans.md)."""

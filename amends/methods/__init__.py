"""How things are computed: planning, forecasting, statistics."""

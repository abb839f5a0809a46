"""The figures of each month, for the board. Definitions, and an example, stand in docs/rules/monthly_report.md."""

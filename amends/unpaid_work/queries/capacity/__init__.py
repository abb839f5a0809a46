"""What work there is room for, and who waits for it: the figures of the statement of capacity for courts.

Definitions, and worked examples, stand in docs/rules/capacity_statement.md.
"""

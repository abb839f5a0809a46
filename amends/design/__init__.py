"""The look: the base page, components, form fields and charts. It has no tables and knows no other room."""

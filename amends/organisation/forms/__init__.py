"""What may be entered on the organisation's pages. Forms check; operations change."""

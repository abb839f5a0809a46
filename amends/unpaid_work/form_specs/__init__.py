"""Long questionnaires and the words that forms offer, as data."""

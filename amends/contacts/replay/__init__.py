"""2020 replayed: how contact was made then, by officers who follow the delivery models in force."""

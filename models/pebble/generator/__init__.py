"""Writes the training and evaluation examples of pebble; every word comes from the tables and templates in here."""

"""The recipe of pebble, the small text model that comes with Outcrop."""

"""Institutions of up to 32 countries."""

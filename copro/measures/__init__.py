"""Measures by subject: tables in, tables and plain values out."""

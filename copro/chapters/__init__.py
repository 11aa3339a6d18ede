"""Chapters, their instances and the parameters they offer."""

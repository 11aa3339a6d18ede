"""Hypotheses, cases, contrast and evidence across the chapters."""

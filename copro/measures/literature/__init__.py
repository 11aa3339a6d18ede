"""The works of the literature review and what they find."""

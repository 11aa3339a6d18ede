"""Every defensible specification of an estimate (Simonsohn, Simmons and Nelson 2020)."""

"""The inspection record: what was inspected with which settings, and who decided what.

One SQLite file that only grows. Every row is chained to the one before by a hash, so that
:func:`btp_core.record.verify.verify` finds any later change.
"""

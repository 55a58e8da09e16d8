"""Scenarios: schema, loading, overlays, timeline, provisions ledger, and checks with file and line.

Everything here is about data before a run: it is read by all other parts and imports none of them. No
behaviour of an agent lives here, and no number: values stand in the scenario's own files.
"""

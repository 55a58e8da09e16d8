"""What happens in a month beyond a single agent: timeline, economy, choices of combatants, violence and learning.

Each module holds one process of the schedule. Processes read agents and programmes and call rules; they keep no state of
their own except the timeline, which remembers which events have happened. Nothing here writes tables or knows a country.
"""

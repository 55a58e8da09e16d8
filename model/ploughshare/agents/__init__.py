"""Who acts: combatants (rows of columns with lazy Mesa faces), groups, communities, government, mission.

An agent holds state and decides when to act; what an act amounts to is computed by `ploughshare.rules`. No
equation and no random stream lives here, and nothing here writes tables, reads files or names a country.
"""

"""The pipeline of a programme, announce, list, register, screen, train, place, serve; community projects.

A programme is data from the scenario; this folder holds the machinery that moves persons and money through
it. No particular programme is written here, and who wishes to join is decided by the agents, not here.
"""

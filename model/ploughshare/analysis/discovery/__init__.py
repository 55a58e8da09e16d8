"""Scenario discovery: simple rules that say in which part of the factors' space an outcome comes about.

Two searches, PRIM and a classification tree, give boxes; every box is measured on points that the search did not see. Here live
pure functions on tables; nothing here runs a model, reads a run store or prints.
"""

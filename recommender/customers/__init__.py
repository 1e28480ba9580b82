"""Customers as groups and in the future: from order lines as arrays; nothing here reads a database or knows a name.

Only what was bought, when, for how much and what came back goes in: no name, place, age or other attribute of a person.
"""

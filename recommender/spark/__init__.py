"""Training above one machine: the same interactions, counts and factors by Spark, into the same files.

Only DataFrame expressions run on the executors: they need Java and Spark, and nothing of ours nor any Python package.
"""

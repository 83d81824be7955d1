"""Keeping bags: every change of a bag's files goes through here. Raw is never opened for writing."""

"""A reference of docs/timing.md in another language, and the cases it computes. See scripts/golden.py."""

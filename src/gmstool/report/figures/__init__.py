"""Figures as SVG text: small functions, the same bytes for the same data, readable in grey, told in words too.

Each function takes plain values and `Words`, and gives a `Figure`: the drawing with a title, and its alternative text.
"""

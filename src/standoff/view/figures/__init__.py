"""Figures of an answer: pure functions from numbers to a Vega-Lite specification, its rows and its words."""

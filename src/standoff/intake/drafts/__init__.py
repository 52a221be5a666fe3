"""Drafted rows: made from coded sentences, written as a document or into a case file."""

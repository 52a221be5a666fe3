"""The door: who may ask, from where and how much, and how one gets in."""

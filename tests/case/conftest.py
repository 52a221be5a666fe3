"""A small case file whose lines are counted by hand."""

from __future__ import annotations

import pytest

SMALL = """\
# a comment at the head
id: ruritania-2031
title: Ruritania, a test
country: Ruritania
iso3: RUR
start: 2031-01-10
end: 2031-02-10
order_giver: Rudolf V
challenger: Black Michael
background: {regime: monarchy, years_in_power: 3, population_m: 2.5}
forces:
- {name: Army, kind: army, size_k: 10}
- name: Guard  # the palace
  kind: guard
  size_k: 1
events:
# the first row
- date: 2031-01-12
  code: protest
  force: ''
  tier: none
  scope: capital
  actor: students
  target: government
  size: 4000
  unit: people
  text: Students march
    to the palace.
  source: Reuters; state television
  sided: neutral
  confidence: high   # seen by many

# the second row
- date: 2031-01-15
  code: mutiny
  tier: troops
  scope: provincial
  actor: "a company: the third"
  text: |
    A company locks its gate.

  source: AP
  sided: mixed
  confidence: medium
# the end of the rows
outcome:
  date: 2031-02-10
  kind: survived
  order_giver_out: false
  forces: obeyed
"""


@pytest.fixture(scope="session")
def small() -> str:
    return SMALL

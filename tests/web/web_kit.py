"""What the tests of the web layer share: a small case, and clients with and without the token."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from stand_in import Jobs

from standoff.web.app import create_app
from standoff.web.settings import Settings

with warnings.catch_warnings():  # Starlette asks for another HTTP client, which does the same
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

T = TypeVar("T")
TOKEN = "a-token-of-the-tests"
ADDRESS = "http://127.0.0.1:8765"

SMALL = """\
# my own case
id: kestria-2031
title: Kestria   # in a few words
country: Kestria
iso3: KST
start: 2031-01-10
end: 2031-02-10
order_giver: President Var
challenger: Ana Lir
background:
  regime: hybrid
  years_in_power: 4
  population_m: 5.5
forces:
- name: Army   # the only one
  kind: army
  size_k: 20
events:
# the first row
- date: 2031-01-11
  code: protest
  tier: none
  scope: capital
  actor: students   # so it is told
  text: Students march.
  source: AP
  sided: neutral
  confidence: medium
# the second row
- id: named
  date: 2031-01-13
  code: order_refused
  force: Army
  tier: unit
  scope: capital
  actor: a company
  text: "A company: refuses."
  source: BBC
  sided: neutral
  confidence: low
# the end
"""


def client_of(settings: Settings, jobs: Jobs | None = None, signed_in: bool = True) -> TestClient:
    made = TestClient(create_app(settings, lambda settings: jobs or Jobs()), base_url=ADDRESS, follow_redirects=False)
    if signed_in:
        made.headers["authorization"] = f"Bearer {TOKEN}"
    return made


def apart(work: Callable[[], T]) -> T:
    """What work comes to in a thread of its own: a browser that lives for the session keeps a loop running in the main one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def looped(work: Coroutine[Any, Any, T]) -> T:
    """What a coroutine comes to, in a loop of its own."""
    return apart(lambda: asyncio.run(work))

"""The table of all addresses of the API."""

from __future__ import annotations

from standoff.web.api import cases, intake, work
from standoff.web.endpoint import Endpoint

ENDPOINTS: tuple[Endpoint, ...] = (*cases.ENDPOINTS, *intake.ENDPOINTS, *work.ENDPOINTS)

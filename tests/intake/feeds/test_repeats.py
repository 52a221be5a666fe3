"""Repeated rows are told exactly, in memory that does not grow with the feed."""

from __future__ import annotations

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from standoff.intake.feeds.repeats import Repeats


@given(st.lists(st.binary(min_size=1, max_size=2), max_size=60), st.integers(0, 20))
def test_it_is_a_set_wherever_its_keys_lie(keys, in_memory):
    seen: set[bytes] = set()
    with Repeats(in_memory) as rows:
        for key in keys:
            assert rows.is_new(key) == (key not in seen)
            seen.add(key)


def test_memory_does_not_grow_with_the_keys():
    with Repeats(in_memory=1_000) as rows:
        assert all(rows.is_new(number.to_bytes(16, "big")) for number in range(2_000))
        tracemalloc.start()
        assert all(rows.is_new(number.to_bytes(16, "big")) for number in range(2_000, 12_000))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert not rows.is_new((5_000).to_bytes(16, "big"))
    assert peak < 100_000


def test_what_was_known_is_forgotten_when_it_is_closed():
    rows = Repeats(in_memory=1)
    assert [rows.is_new(key) for key in (b"a", b"b", b"a")] == [True, True, False]
    rows.close()
    assert rows.is_new(b"a")

"""The store of compiled kernels: one folder per version of the sources, found again, and never in the way."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numba
import numpy as np
import pytest

import standoff
from standoff.engine import compile as engine_compile
from standoff.model.maths import exp

SOURCE = Path(standoff.__file__).parent.parent
PROBE = """
import warnings
warnings.simplefilter("error")
from standoff.engine import compile as c
print(c.cache_is_cold(), c.cache_folder())
from standoff.engine import draws
draws.uniforms(1, [0, 1], 0, 0)
print(c.cache_is_cold(), sum(draws.fill_uniform.stats.cache_hits.values()))
"""


def probe(**environment):
    """Run a fresh interpreter that draws once; return what it printed."""
    env = {**os.environ, "PYTHONPATH": str(SOURCE), **environment}
    done = subprocess.run([sys.executable, "-c", PROBE], env=env, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_the_second_run_finds_the_kernels_of_the_first(tmp_path):
    cold, folder, after, hits = probe(STANDOFF_CACHE_DIR=str(tmp_path))
    assert (cold, after, hits) == ("True", "False", "0")
    assert Path(folder).parent == tmp_path
    cold, same_folder, after, hits = probe(STANDOFF_CACHE_DIR=str(tmp_path))
    assert (cold, same_folder, after, hits) == ("False", folder, "False", "1")


@pytest.fixture
def package(tmp_path):
    root = tmp_path / "package"
    for folder in ("model", "engine", "inference", "view"):
        (root / folder).mkdir(parents=True)
        (root / folder / "part.py").write_text("x = 1\n")
    return root


def test_digest_follows_the_compiled_sources_only(package):
    before = engine_compile.digest(package)
    (package / "view" / "part.py").write_text("x = 2\n")
    assert engine_compile.digest(package) == before
    for folder in ("model", "engine", "inference"):
        (package / folder / "part.py").write_text("x = 2\n")
        after = engine_compile.digest(package)
        assert after != before
        before = after
    (package / "model" / "part.py").rename(package / "model" / "renamed.py")
    assert engine_compile.digest(package) != before


def test_order_of_the_places_for_the_store(tmp_path, monkeypatch):
    monkeypatch.setenv("STANDOFF_CACHE_DIR", str(tmp_path / "a"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "b"))
    monkeypatch.setenv("HOME", str(tmp_path / "c"))
    assert engine_compile.find_store("x") == tmp_path / "a" / "kernels-x"
    monkeypatch.delenv("STANDOFF_CACHE_DIR")
    assert engine_compile.find_store("x") == tmp_path / "b" / "standoff" / "kernels-x"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert engine_compile.find_store("x") == tmp_path / "c" / ".cache" / "standoff" / "kernels-x"


@pytest.fixture
def blocked(tmp_path, monkeypatch):
    """A cache folder that cannot be made, whoever runs the test, and a temporary folder of our own."""
    (tmp_path / "file").write_text("")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("STANDOFF_CACHE_DIR", str(tmp_path / "file" / "inside"))
    monkeypatch.setattr(engine_compile.tempfile, "gettempdir", lambda: str(temporary))
    return temporary


def test_falls_back_to_a_private_temporary_folder(blocked):
    folder = engine_compile.find_store("x")
    assert folder is not None
    assert folder.parent.parent == blocked
    if os.name != "nt":
        assert folder.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX systems")
def test_a_temporary_folder_open_to_others_is_not_used(blocked):
    engine_compile.find_store("x").parent.chmod(0o777)
    assert engine_compile.find_store("x") is None


def test_kernels_work_without_any_store(monkeypatch):
    monkeypatch.setattr(engine_compile, "cache_folder", lambda: None)

    @engine_compile.kernel
    def double(x):
        return x + x

    assert double(2.0) == 4.0
    assert engine_compile.cache_is_cold()


def test_only_stale_kernels_are_removed(tmp_path, monkeypatch):
    monkeypatch.setenv("STANDOFF_CACHE_DIR", str(tmp_path))
    for name, age in (("kernels-old", 40), ("kernels-recent", 20), ("kernels-x", 40), ("other", 40)):
        (tmp_path / name).mkdir()
        then = time.time() - age * 86400
        os.utime(tmp_path / name, (then, then))
    engine_compile.find_store("x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kernels-recent", "kernels-x", "other"]


def twice_exp(x):
    return 2.0 * exp(x)


def test_plain_functions_run_in_kernels_by_name():
    assert engine_compile.compiled_model_function(twice_exp) is twice_exp

    @engine_compile.kernel
    def use(x):
        return twice_exp(x) / (x - x)

    assert use(0.0) == np.inf  # division as in NumPy, without an error


def test_the_setting_of_numba_is_left_alone():
    before = numba.config.CACHE_DIR
    engine_compile.kernel(lambda x: x)
    assert before == numba.config.CACHE_DIR

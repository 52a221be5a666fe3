"""`python -m benchmarks.scrubbing`: how long after a key the new sentence stands on the page, in a real browser.

Venezuela from 30 January 2019 backwards, a day a key, on `standoff serve` as it starts by default: a first answer of 2,000
worlds, and behind it the whole answer of 20,000 to the key before, which is given up. From the key to the first frame that
shows another sentence. Needs Chromium and Playwright. Nothing here is a test.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

sys.path.append(str(Path(__file__).parents[1] / "tests/web"))

from workbench_kit import Desk, windows

ADDRESS, KEYS, PATIENCE = "/c/venezuela-2019?asof=2019-01-30", 12, 600_000
# Moves the slider one day back as a key does, and waits for the first frame with another sentence.
PROBE = """() => new Promise((done) => {
  const sentence = document.querySelector("[data-role=headline]");
  const slider = document.querySelector("[data-role=slider]");
  const [before, begun] = [sentence.innerText, performance.now()];
  const look = () => (sentence.innerText === before ? requestAnimationFrame(look) : done(performance.now() - begun));
  slider.value = Number(slider.value) - 1;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(look);
})"""


def milliseconds(window: Any) -> list[float]:
    """From key to sentence, once the page has settled, with a breath between keys as an analyst takes it."""
    window.page.set_default_timeout(PATIENCE)
    window.open(ADDRESS)
    window.settle()
    found = []
    for _ in range(KEYS):
        found.append(float(window.page.evaluate(PROBE)))
        window.page.wait_for_timeout(1500)
    return found


def main() -> None:
    """Measure and print one line."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        desk = Desk(Path(folder), options=())
        try:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            with windows(browser, desk) as fresh:
                found = milliseconds(fresh())
            browser.close()
        finally:
            desk.stop()
    told = f"median {median(found):.0f} ms, least {min(found):.0f}, most {max(found):.0f} of {KEYS}"
    sys.stdout.write(f"From a key to the new sentence in the browser: {told}; {os.cpu_count()} cores, load before {load:.1f}\n")


if __name__ == "__main__":
    main()

"""Pictures of the workbench for the README: `python docs/shots.py` serves it and writes docs/shots/*.png.

Needs the extra `web`, Playwright and Debian's Chromium. Every number in them is the full answer, of 20,000 worlds.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "tests/web"))

from workbench_kit import PAGE, Desk, Window, windows  # noqa: E402

CASE = "venezuela-2019"
AS_OF = f"/c/{CASE}?asof=2019-01-30"
# Name, address, width, height, light or dark: what the README shows, and no more.
SHOTS = (
    ("home", "/", 1200, 780, "light"),
    ("brief", AS_OF, 1200, 860, "light"),
    ("brief-dark", AS_OF, 1200, 860, "dark"),
    ("evidence", f"{AS_OF}&tab=evidence&row=2019-01-21-mutiny-1", 1200, 780, "light"),
    ("forces", f"{AS_OF}&tab=forces", 1200, 780, "dark"),
    ("what-if", f"{AS_OF}&tab=what_if", 1200, 700, "light"),
    ("model", f"{AS_OF}&tab=model", 900, 900, "light"),
    ("drafts", "/c/kestria", 1200, 780, "light"),
    ("phone", AS_OF, 360, 760, "light"),
    ("compare", f"/compare?a={CASE}&b=ussr-1991", 1200, 860, "dark"),
)
FIGURE = ".panel:not([hidden]) figure"
# What a picture begins with, where it does not begin with the top of the page.
TOPS = {"evidence": ".columns", "forces": ".columns", "what-if": FIGURE, "model": FIGURE}
SETTLED = """() => {
  const seen = (one) => {
    const { top, bottom, width } = one.getBoundingClientRect();
    return width > 0 && bottom > 0 && top < innerHeight;
  };
  const all = (query) => [...document.querySelectorAll(query)];
  return !all("[data-role=toast], [aria-busy=true], [data-role=strip]:not([data-state=done])").length
    && !all("[data-role^=running-]").some(seen) && !all("figure:not([data-drawn])").some(seen)
    && all(".card").filter(seen).every((card) => card.querySelector("svg, .tag.bad"));
}"""


def settle(window: Window, name: str) -> None:
    """Bring the page into the state the picture is of, and wait until nothing moves any more."""
    if name == "drafts":
        window.role("side-drafts").click()
        window.role("paste").fill(PAGE)
        window.role("draft-go").click()
        window.role("draft").first.wait_for()
    window.page.wait_for_function(SETTLED)
    if name in TOPS:
        place = window.page.locator(TOPS[name]).first
        place.wait_for()
        above = 100 if TOPS[name] == FIGURE else 37
        place.evaluate("(one, above) => scrollTo(0, one.getBoundingClientRect().top + scrollY - above)", above)
    window.page.wait_for_timeout(600)
    window.page.wait_for_function(SETTLED)


def shoot(browser: Any, desk: Desk, to: Path, wanted: list[str]) -> None:
    """Take the pictures named, or all."""
    for name, address, width, height, scheme in SHOTS:
        if wanted and name not in wanted:
            continue
        size = {"width": width, "height": height}
        with windows(browser, desk, viewport=size, color_scheme=scheme, device_scale_factor=1) as fresh:
            window = fresh()
            window.page.set_default_timeout(600_000)
            window.open(address)
            settle(window, name)
            file = to / f"{name}.png"
            window.page.screenshot(path=file)
            sys.stderr.write(f"{file.name}: {file.stat().st_size // 1000} kB\n")


def main() -> None:
    """Serve a folder with one case of its own, and take pictures; names on the command line choose some."""
    to = HERE / "shots"
    to.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        desk = Desk(Path(folder), options=())
        try:
            desk.own_case("kestria")
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            shoot(browser, desk, to, sys.argv[1:])
            browser.close()
        finally:
            desk.stop()


if __name__ == "__main__":
    main()

"""Pictures of the workbench for the README: `python docs/shots.py` serves it and writes docs/shots/*.png.

Needs the extra `web`, Playwright and Debian's Chromium. The pictures are not in the repository; they are made anew.
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
# Name, address, width, light or dark.
SHOTS = (
    ("home", "/", 1440, "light"),
    ("brief", f"/c/{CASE}?asof=2019-01-30", 1440, "light"),
    ("brief-dark", f"/c/{CASE}?asof=2019-01-30", 1440, "dark"),
    ("evidence", f"/c/{CASE}?asof=2019-01-30&tab=evidence", 1440, "light"),
    ("forces", f"/c/{CASE}?asof=2019-01-30&tab=forces", 900, "dark"),
    ("why-not", f"/c/{CASE}?asof=2019-01-30&tab=why_not", 1440, "light"),
    ("what-if", f"/c/{CASE}?asof=2019-01-30&tab=what_if", 1440, "light"),
    ("model", f"/c/{CASE}?asof=2019-01-30&tab=model", 900, "light"),
    ("drafts", "/c/kestria", 1440, "light"),
    ("phone", f"/c/{CASE}?asof=2019-01-30", 360, "light"),
    ("compare", f"/compare?a={CASE}&b=ussr-1991", 1440, "light"),
)


def ready(window: Window, name: str) -> None:
    """Wait until what a picture is of stands on the page."""
    if name == "home":
        window.page.wait_for_function("() => document.querySelectorAll('.card svg.spark').length > 5")
        return
    window.page.wait_for_function("() => !document.querySelector('[data-role=strip]:not([data-state=done])')")
    if name == "drafts":
        window.role("side-drafts").click()
        window.role("paste").fill(PAGE)
        window.role("draft-go").click()
        window.role("draft").first.wait_for()
    if name == "what-if":
        window.page.locator("[data-role=panel-what_if] .sections section").first.wait_for()
    if name in ("evidence", "forces", "why-not"):
        window.page.locator(".panel:not([hidden]) figure svg").first.wait_for()
    window.page.wait_for_timeout(1200)


def shoot(browser: Any, desk: Desk, to: Path, wanted: list[str]) -> None:
    """Take the pictures named, or all."""
    for name, address, width, scheme in SHOTS:
        if wanted and name not in wanted:
            continue
        size = {"width": width, "height": 760 if width < 500 else 900}
        with windows(browser, desk, viewport=size, color_scheme=scheme, device_scale_factor=1) as fresh:
            window = fresh()
            window.page.set_default_timeout(180_000)
            window.open(address)
            ready(window, name)
            window.page.screenshot(path=to / f"{name}.png")
            sys.stderr.write(f"{name}: {window.page.evaluate('document.documentElement.scrollWidth')} of {width} wide\n")


def main() -> None:
    """Serve a folder with one case of its own, and take pictures; names on the command line choose some."""
    to = HERE / "shots"
    to.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        desk = Desk(Path(folder))
        try:
            desk.own_case("kestria")
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            shoot(browser, desk, to, sys.argv[1:])
            browser.close()
        finally:
            desk.stop()


if __name__ == "__main__":
    main()

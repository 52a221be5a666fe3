"""`make pages`: run what pages show, and write under each block what it prints; the tests run the same and ask for the same.

The blocks of a page share one namespace and one folder, which begins as a copy of examples/intake:

- `python` is run; the `text` block after it holds what it printed, nothing where it printed nothing.
- `console` holds commands, each after `$ `, and below each what it printed; a line `...` stands for lines left out.
- `yaml` begins with a comment that names a file: `# NAME` writes it, `# added to NAME` adds to its end.

A command that does not end by itself, or not soon (STARTED), is started; when its first words show that it runs it is asked
for its page, where they name an address, and stopped as Ctrl-C does. What the page shows of it is left as it is.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

DOCS = Path(__file__).resolve().parent
EXAMPLES = DOCS.parent / "examples" / "intake"
FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```\n(?P<text>\n```text\n.*?^```\n)?", re.DOTALL | re.MULTILINE)
WRITTEN = re.compile(r"# (?P<more>added to )?(?P<name>[\w./-]+\.yaml)\n")
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S*")
STARTED = {"standoff serve": ADDRESS, "standoff fit": re.compile(r": 0 of \d+")}
CUT = "..."
COLUMNS = "96"
PAGES = (
    "tipping.md",
    "index.md",
    "tutorial.md",
    "model.md",
    "limits.md",
    "reference/commands.md",
    *sorted(f"how-to/{page.name}" for page in (DOCS / "how-to").glob("*.md")),
)


def executed(text: str) -> str:
    """The page with every block run in order, and its output as it was printed now."""
    runners: dict[str, Callable[[str], str]] = {"python": _python({}), "console": _console, "yaml": _yaml}

    def run(match: re.Match[str]) -> str:
        kind, body = match["kind"], match["body"]
        if kind not in runners or (match["text"] and kind != "python"):
            raise ValueError(f"a block of no kind that is run: ```{kind}\n{body[:80]}")
        return runners[kind](body)

    with _folder():
        return FENCE.sub(run, text)


@contextmanager
def _folder() -> Iterator[None]:
    """A folder of its own for a page, with the example files, and terminals of one width without colours."""
    before = {name: os.environ.get(name) for name in ("COLUMNS", "NO_COLOR")}
    with tempfile.TemporaryDirectory() as folder, chdir(shutil.copytree(EXAMPLES, folder, dirs_exist_ok=True)):
        os.environ.update(COLUMNS=COLUMNS, NO_COLOR="1")
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})


def _python(names: dict[str, object]) -> Callable[[str], str]:
    def run(code: str) -> str:
        out = io.StringIO()
        with redirect_stdout(out):
            exec(compile(code, "page", "exec"), names)
        printed = out.getvalue()
        return f"```python\n{code}```\n" + (f"\n```text\n{printed}```\n" if printed else "")

    return run


def _yaml(body: str) -> str:
    named = WRITTEN.match(body)
    if named is None:
        raise ValueError(f"a yaml block begins with the name of its file: {body[:80]}")
    with open(named["name"], "a" if named["more"] else "w", encoding="utf-8") as file:
        file.write(body[named.end() :])
    return f"```yaml\n{body}```\n"


def _console(body: str) -> str:
    """Commands and what each printed, cut where the page cuts it."""
    lines: list[str] = []
    for part in re.split(r"^(?=\$ )", body, flags=re.MULTILINE)[1:]:
        command, *shown = part.splitlines()
        while command.endswith("\\"):
            command = f"{command}\n{shown.pop(0)}"
        lines += [command, *_recut(shown, _printed(command[2:].replace("\\\n", " "), shown))]
    return "```console\n" + "".join(f"{line}\n" for line in lines) + "```\n"


def _printed(command: str, shown: Sequence[str]) -> list[str]:
    words = shlex.split(command)
    if begun := STARTED.get(" ".join(words[:2])) if "--help" not in words else None:
        _start_and_stop(words, begun)
        return list(shown)
    if words[0] == "standoff" and not {"<", "|"} & set(words):
        return _standoff(words[1:])
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def _standoff(words: list[str]) -> list[str]:
    """The command line, in this process: what it prints, or after `>` what it says beside what went into the file."""
    from standoff.cli.main import main as standoff

    said, out = io.StringIO(), io.StringIO()
    *words, into = words if ">" in words else [*words, ""]
    with redirect_stdout(out if into else said), redirect_stderr(said):
        standoff([word for word in words if word != ">"])
    if into:
        Path(into).write_text(out.getvalue(), encoding="utf-8")
    return [line.rstrip() for line in said.getvalue().strip("\n").splitlines()]


def _start_and_stop(words: list[str], begun: re.Pattern[str]) -> None:
    """Start a command, wait for the words that show that it runs, read the page there if they are an address, and stop it."""
    command = [sys.executable, "-m", "standoff", *words[1:]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        try:
            found = next(filter(None, map(begun.search, running.stdout or ())))
            if begun is ADDRESS:
                browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
                browser.open(found[0], timeout=60).read()
        finally:
            running.send_signal(signal.SIGINT)
            running.communicate(timeout=60)


def _recut(shown: Sequence[str], printed: list[str]) -> list[str]:
    """What was printed, with the parts between lines `...` that the page shows, each where it fits best."""
    parts: list[list[str]] = [[]]
    for line in shown:
        parts.append([]) if line == CUT else parts[-1].append(line)
    if len(parts) == 1:
        return printed
    kept, after = [], 0
    for number, part in enumerate(_whole(part, printed) for part in parts):
        last = max(len(printed) - len(part), after)
        places = range(after, last + 1) if 0 < number < len(parts) - 1 else (last if number else 0,)
        place = max(places, key=lambda at: _alike(part, printed[at : at + len(part)]))
        kept += [CUT] * (number > 0) + printed[place : place + len(part)]
        after = place + len(part)
    return kept


def _whole(part: list[str], printed: list[str]) -> list[str]:
    """A part of one line that is the heading of a section stands for all of the section."""
    heads = [at for at, line in enumerate(printed[:-1]) if part == [line] and printed[at + 1].startswith("══")]
    return printed[heads[0] : [*printed, ""].index("", heads[0])] if heads else part


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two pieces of output share, line by line."""
    return sum(len(set(a.split()) & set(b.split())) + (a == b) for a, b in zip(one, other, strict=False))


def main() -> None:
    """Run every page, or those named."""
    for name in sys.argv[1:] or PAGES:
        page = DOCS / name
        page.write_text(executed(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()

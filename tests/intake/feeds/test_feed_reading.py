"""Hostile input: nothing passes silently, nothing is lost, nothing ends in a traceback."""

from __future__ import annotations

import csv
import gzip
import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from standoff.errors import StandoffError, UsageError
from standoff.intake.feeds import splitting
from standoff.intake.feeds.importing import outcomes, read_feed
from standoff.intake.feeds.layouts import recognise
from standoff.intake.feeds.reading import FREE_BYTES, MOST_OF_A_LINE
from standoff.intake.feeds.values import Noted, Rejected, RowRead


def kinds(path: Path, layout: str = "auto"):
    return [type(one).__name__ for one in outcomes(path, layout)][1:]


@pytest.mark.parametrize("content", [b"", b"\n\n \n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file(tmp_path, content):
    path = tmp_path / "feed"
    path.write_bytes(content)
    with pytest.raises(StandoffError, match="is empty"):
        list(read_feed(path))


def test_what_is_not_there_and_what_is_a_folder(tmp_path):
    with pytest.raises(StandoffError, match=r"none: cannot be read: no such file"):
        list(read_feed(tmp_path / "none"))
    with pytest.raises(StandoffError, match="is a folder"):
        list(read_feed(tmp_path))


def test_a_binary_file(tmp_path):
    path = tmp_path / "feed"
    path.write_bytes(bytes(range(256)) * 400)
    for layout in ("auto", "icews", "gdelt1", "csv", "dedi"):
        with pytest.raises(StandoffError, match=r"feed"):
            list(read_feed(path, layout))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02\x03" * 500)
    with pytest.raises(StandoffError, match=r"binary|no known layout"):
        recognise(path)


def test_text_of_no_known_layout(feed):
    with pytest.raises(StandoffError, match=r"feed:1: the first line is of no known layout .* known layouts: gdelt1"):
        recognise(feed("Caracas, 23 January. Crowds filled the streets.", "More."))


def test_the_wrong_layout_by_name(feed, made):
    path = feed(made.heads["icews"], made.icews())
    with pytest.raises(StandoffError, match=r"feed:1: is not laid out as acled: the header lacks event id cnty"):
        list(read_feed(path, "acled"))
    assert kinds(path, "gdelt1") == ["Rejected", "Rejected"]
    with pytest.raises(UsageError, match=r"--format is 'gdlt'; allowed: auto, gdelt1"):
        read_feed(path, "gdlt")


def test_a_nul_byte_costs_one_row(feed, made):
    path = feed(made.heads["icews"], made.icews(), made.icews(event_id="2", city="Car\x00acas"), made.icews(event_id="3"))
    assert kinds(path) == ["RowRead", "Rejected", "RowRead"]
    (bad,) = [one for one in outcomes(path) if isinstance(one, Rejected)]
    assert (bad.line, bad.column) == (3, 0)
    assert "NUL" in bad.reason


def test_a_line_of_ten_megabytes_costs_one_row(feed, made):
    path = feed(made.heads["icews"], made.icews(), made.icews(event_id="2", city="x" * 10_000_000), made.icews(event_id="3"))
    tracemalloc.start()
    found = list(outcomes(path))[1:]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [type(one) for one in found] == [RowRead, Rejected, RowRead]
    assert (found[1].line, len(found[1].raw)) == (3, 2_000)
    assert f"longer than {MOST_OF_A_LINE:,}" in found[1].reason
    assert found[2].line == 4
    assert peak < 9_000_000


def test_a_field_of_more_than_csv_takes_is_still_one_row(feed, made):
    path = feed(made.heads["acled"], made.acled(notes="x" * 200_000), made.acled(event_id_cnty="2"))
    assert kinds(path) == ["Rejected", "RowRead"]


def test_a_quote_never_closed_costs_one_row(feed, made):
    good = [made.acled(event_id_cnty=str(count), notes=f'He said "no {count}",\nand left.') for count in range(5)]
    broken = made.acled(event_id_cnty="x").replace('"On 1 March', '"On "1 March')
    path = feed(made.heads["acled"], good[0], broken, *good[1:])
    found = list(outcomes(path))[1:]
    assert [type(one) for one in found] == [RowRead, Rejected, RowRead, RowRead, RowRead, RowRead]
    assert [one.line for one in found] == [2, 4, 5, 7, 9, 11]
    assert [one.drafts[0].quote for one in found if isinstance(one, RowRead)][1] == 'He said "no 1", and left.'


def test_a_stray_quote_in_a_bare_field_is_a_letter(feed, made):
    path = feed(made.heads["acled"], made.acled(location='Harare"'), made.acled(event_id_cnty="2"))
    plain = made.acled().replace("Harare,", 'Har"are,', 1)
    assert kinds(path) == ["RowRead", "RowRead"]
    assert kinds(feed(made.heads["acled"], plain, made.acled(event_id_cnty="2"), name="b")) == ["RowRead", "RowRead"]


def test_too_few_fields(feed, made):
    path = feed(made.heads["icews"], made.icews().rsplit("\t", 3)[0], made.icews())
    (bad,) = [one for one in outcomes(path) if isinstance(one, Rejected)]
    assert bad.reason == "has 17 fields; 20 are allowed"


@pytest.mark.parametrize(
    "day", ["2019-02-30", "soon", "0000-00-00", "99999999", "NA", "2019-13-01", "9999-12-31", "1066-10-14", "１２３４"]
)
def test_days_that_are_none(feed, made, day):
    path = feed(made.heads["icews"], made.icews(event_date=day))
    (bad,) = [one for one in outcomes(path) if isinstance(one, Rejected)]
    assert bad.column == 2
    assert bad.reason.startswith("event date is ")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_in_every_encoding(feed, made, encoding):
    path = feed(made.heads["icews"], made.icews(publisher="El Comercio – Perú", city="Bogotá"), encoding=encoding)
    (draft,) = read_feed(path)
    assert draft.sources[0].outlet == "El Comercio – Perú"
    noted = [one.text for one in outcomes(path) if isinstance(one, Noted)]
    assert len(noted) == (encoding in ("utf-16", "cp1252"))


def test_line_ends_of_windows(feed, made, tmp_path):
    path = tmp_path / "crlf"
    path.write_bytes("\r\n".join([made.heads["icews"], made.icews(), made.icews(event_id="2")]).encode())
    assert kinds(path) == ["RowRead", "RowRead"]


def test_packed_files(feed, made, tmp_path):
    text = "\n".join([made.gdelt(58), made.gdelt(58, globaleventid="2")]).encode()
    packed = tmp_path / "20190123.export.CSV.gz"
    packed.write_bytes(gzip.compress(text))
    assert kinds(packed) == ["RowRead", "RowRead"]
    zipped = tmp_path / "20190123.export.CSV.zip"
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("20190123.export.CSV", text)
    assert kinds(zipped) == ["RowRead", "RowRead"]
    with zipfile.ZipFile(zipped, "a") as archive:
        archive.writestr("second", text)
    with pytest.raises(StandoffError, match=r"holds 2 files \(20190123.export.CSV, second\)"):
        list(read_feed(zipped))
    packed.write_bytes(gzip.compress(text)[:-20])
    with pytest.raises(StandoffError, match="broken or cut short"):
        list(read_feed(packed))
    zipped.write_bytes(b"PK\x03\x04 and then nothing of the kind")
    with pytest.raises(StandoffError, match="broken or cut short"):
        list(read_feed(zipped))


@pytest.mark.parametrize("form", ["gz", "zip"])
def test_a_bomb_is_refused(made, tmp_path, form):
    line = made.gdelt(58).encode() + b"\n"
    bomb = tmp_path / f"bomb.{form}"
    content = line + b"0" * (3 * FREE_BYTES)
    if form == "gz":
        bomb.write_bytes(gzip.compress(content))
    else:
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a", content)
    assert bomb.stat().st_size < 100_000
    with pytest.raises(StandoffError, match="unpacks to over 200 times its size"):
        list(read_feed(bomb))


def _peak(path: Path, country: str) -> int:
    tracemalloc.start()
    assert sum(1 for _ in read_feed(path, country=country)) == 0
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_file(made, tmp_path):
    line = made.gdelt(58, eventcode="010", eventrootcode="01").split("\t", 1)[1]
    paths = [tmp_path / str(count) for count in (100, 100, 700)]
    for path in paths:
        path.write_text("".join(f"{number}\t{line}\n" for number in range(int(path.name))), encoding="utf-8")
    _, few, many = (_peak(path, "Mali") for path in paths)  # the first reads the tables
    assert paths[2].stat().st_size > 100_000
    assert many - few < 40_000
    assert _peak(paths[2], "VEN") - many < 150 * 700  # keys of the rows of the country are kept to tell repeated ones


def test_progress_is_told_in_kilobytes(made, tmp_path):
    path = tmp_path / "large"
    path.write_text("".join(made.gdelt(58, globaleventid=str(count)) + "\n" for count in range(2_500)), encoding="utf-8")
    told: list[tuple[int, int, str]] = []
    assert sum(1 for _ in read_feed(path, report=lambda *words: told.append(words))) == 2_500
    size = path.stat().st_size // 1024
    assert {total for _, total, _ in told} == {size}
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert told[-1][0] > size / 2


def test_a_json_object_that_never_ends_is_put_aside(feed):
    path = feed('{"event": "141", "date": "2021-01-01", "text": "a", "publication": "b"}', "{", *["[" * 30] * 2_100)
    found = [one for one in outcomes(path) if isinstance(one, Rejected)]
    assert found
    assert found[0].line == 2


def test_nested_brackets_do_not_overflow(feed):
    deep = "[" * 100_000 + "]" * 100_000
    path = feed('{"event": "141", "date": "2021-01-01", "text": "a", "publication": "b"}', '{"event": ' + deep + "}")
    assert kinds(path) == ["RowRead", "Rejected"]


def test_streams_are_closed_when_nobody_reads_on(made, feed):
    path = feed(*[made.gdelt(58, globaleventid=str(count)) for count in range(50)])
    stream = read_feed(path)
    assert next(stream).code == "protest"
    stream.close()  # type: ignore[attr-defined]


def test_signs_that_steer_a_terminal_are_taken_out(feed, made):
    item = '{"event": "141", "date": "2021-01-01", "text": "a\\u001b[31m b\\ud800 &#27;c &amp; d", "publication": "x\\u0007y"}'
    (draft,) = read_feed(feed(item))
    assert (draft.quote, draft.sources[0].outlet) == ("a [31m b c & d", "x y")
    (draft,) = read_feed(feed(made.heads["icews"], made.icews(target_name="Gov\x1bern\x9bment"), name="b"))
    assert draft.target == "Gov ern ment"


@pytest.mark.parametrize("mark", [";", "\t"])
def test_tables_parted_by_other_signs(feed, made, mark):
    out = io.StringIO()
    table = list(csv.reader([made.heads["acled"], made.acled()]))
    csv.writer(out, delimiter=mark, lineterminator="\n").writerows(table)
    path = feed(out.getvalue().rstrip("\n"))
    assert recognise(path).layout == "acled"
    assert kinds(path) == ["RowRead"]


def test_quotes_that_never_fit_are_tried_at_few_line_ends(feed, monkeypatch):
    """Every line opens or closes a quote and no row becomes whole: each was tried at 2,000 ends, a second for every line."""
    tried = []
    real = splitting._parsed
    monkeypatch.setattr(splitting, "_parsed", lambda *given, **more: tried.append(len(given[1])) or real(*given, **more))
    lines = [f'a,b,c,d,e"{"y" * 400}'] * 400
    assert kinds(feed("date,code,actor", *lines)).count("Rejected") == 400
    assert sum(tried) < 50 * sum(map(len, lines))


def test_a_json_object_is_tried_at_few_of_its_braces(feed, monkeypatch):
    """Each closing brace at a line's end had the whole object put together and parsed, and nothing bounded its length."""
    tried = []
    real = splitting._is_object
    monkeypatch.setattr(splitting, "_is_object", lambda text: tried.append(len(text)) or real(text))
    path = feed('{"event": "141", "date": "2021-01-01", "text": "a", "publication": "b",', *['"a": {"b": 1},'] * 1_500)
    assert kinds(path) == ["Rejected"]
    assert len(tried) <= 4 * splitting.MOST_ENDS
    wide = [f'"a{count}": "{"x" * 100_000}"}}' for count in range(30)]
    assert kinds(feed('{"event": "141", "date": "2021-01-01", "text": "a",', *wide, name="b")).count("Rejected") > 1


def test_an_object_with_braces_in_its_words_and_objects_within_is_whole(feed):
    inner = ['"location": [', *['  {"city": "Minsk"},'] * 40, '  {"city": "Brest"}', "],"]
    path = feed("{", *inner, '"event": "141", "date": "2021-01-01", "text": "a } b", "publication": "b"', "}")
    assert kinds(path) == ["RowRead"]


@pytest.mark.parametrize("sign", ["\ufffe", "\uffff", "\x85", "\u2028", "\x0b", "\x1e"])
def test_what_a_case_file_refuses_is_taken_out(feed, sign):
    """What is no character kept a whole feed from being appended; what only Unicode takes for a line's end cost its row."""
    (draft,) = read_feed(feed("date,code,actor,text,source", f"2031-03-16,order_refused,Army,t{sign}he.,AP"))
    assert draft.text == "t he."

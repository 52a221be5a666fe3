"""The rules that find dates: a pattern each and the reading of it. The longest match at a place wins, then the first rule."""

from __future__ import annotations

import re
from dataclasses import dataclass

from standoff.intake.language import date_readings as read
from standoff.intake.language.date_readings import Resolve
from standoff.intake.language.date_words import (
    ANY_WEEKDAY,
    COUNT,
    DAY,
    DAY_TO,
    LONG_MONTH,
    MONTH,
    PART_OF_DAY,
    SHORT_WEEKDAY,
    SIDE,
    WEEKDAY,
    YEAR,
    S,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to tell a date; `name` becomes `When.rule`."""

    name: str
    pattern: re.Pattern[str]
    resolve: Resolve


def _rule(name: str, pattern: str, resolve: Resolve) -> Rule:
    return Rule(name, re.compile(rf"(?<![\w$€£@#/-]){pattern}"), resolve)


_LATE_ON = rf"(?:(?:[Ll]ate|[Ee]arly|[Ll]ater|[Ee]arlier)(?:{S}on)?{S})?"
_LEAD = rf"(?:{ANY_WEEKDAY},?{S}\(?)?"
_YEAR_AFTER = rf"(?:,?{S}{YEAR})?"
_MONTH_TO = MONTH.replace("<month>", "<month_to>")
_FROM = rf"(?:(?:[Bb]etween|[Ff]rom){S})?"
_TO = rf"(?:{S}(?:and|to|until|till){S}|[ ]?[-–—][ ]?)"
_NO_YEAR = rf"(?!,?{S}(?:of{S})?(?:1[5-9]|20)\d\d(?!\d))"
_NO_DAY = _NO_YEAR + rf"(?!{S}\d{{1,2}}(?![\d,.%]\d|\d))"
_SIDED = rf"(?:(?P<side>[Ee]arlier|[Ll]ater){S})?"
_WHICH = rf"(?P<which>[Ll]ast|[Tt]his|[Nn]ext){S}"
_EVENTS = (
    "(?:elections?|vote|coup|constitution|uprising|protests?|crisis|war|revolution|referendum|invasion|attempt|massacre|mutiny"
    "|revolt)"
)
_NOT_A_FEAST = r"(?<!Bloody )(?<!Black )(?<!Good )(?<!Palm )(?<!Easter )(?<!Super )(?<!every )(?<!each )"
_NOT_A_PAPER = rf"(?!{S}(?:Times|Telegraph|Mirror|Express|Mail|Herald|Independent|Post)\b)"
_HALF = "(?P<part>[Ee]arly|[Mm]id|[Ll]ate|(?:first|second) half of the)"

_BY_NUMBERS = (
    _rule("iso date", r"(?P<year>\d{4})[-/](?P<m>\d{2})[-/](?P<day>\d{2})(?![\d-])", read.iso_day),
    _rule("day and month by numbers", r"(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})(?!\w)", read.numeric_day),
    _rule("day and month by numbers", r"(?P<a>\d{1,2})(?P<sep>/)(?P<b>\d{1,2})/(?P<y>\d{2})(?![\w/])", read.numeric_day),
)
_WITH_DAYS = (
    _rule("days", rf"{_FROM}{DAY}{_TO}{DAY_TO}{S}(?:of{S})?{MONTH}{_YEAR_AFTER}", read.day_range),
    _rule("days", rf"{_FROM}{MONTH}{S}{DAY}{_TO}(?:{_MONTH_TO}{S})?{DAY_TO}{_YEAR_AFTER}", read.day_range),
    _rule("days", rf"{_FROM}{DAY}{S}{MONTH}{_TO}{DAY_TO}{S}{_MONTH_TO}{_YEAR_AFTER}", read.day_range),
    _rule("month and day", rf"{_LEAD}{MONTH}{S}{DAY}{_YEAR_AFTER}", read.month_day),
    _rule("month and day", rf"{_LEAD}(?:the{S})?{DAY}{S}(?:of{S})?{MONTH}{_YEAR_AFTER}", read.month_day),
)
_MONTHS_AND_YEARS = (
    _rule("month", rf"{SIDE}?{MONTH},?{S}(?:of{S})?{YEAR}", read.month_year),
    _rule("month", rf"(?:{SIDE}|(?:[Ii]n|[Ss]ince|[Uu]ntil|[Dd]uring){S}){LONG_MONTH}{_NO_DAY}", read.month_alone),
    _rule("named month", rf"{_WHICH}{LONG_MONTH}{_NO_DAY}", read.named_month),
    _rule("years", rf"(?:[Bb]etween|[Ff]rom){S}{YEAR}{S}(?:and|to){S}{YEAR.replace('<year>', '<year_to>')}", read.year_range),
    _rule("year", rf"(?:[Bb]ack{S})?(?:[Ii]n|[Ss]ince|[Dd]uring|[Uu]ntil|[Tt]ill){S}(?:the{S}year{S})?{YEAR}", read.a_year),
    _rule("year", rf"(?:{SIDE}|(?:spring|summer|autumn|fall|winter){S}(?:of{S})?){YEAR}", read.a_year),
    _rule("year", rf"the{S}(?P<part>(?:first|second)[ ]half){S}of{S}{YEAR}", read.a_year),
    _rule("year of an event", rf"{YEAR}(?={S}(?:[a-z-]{{2,20}}{S})?{_EVENTS}\b)", read.a_year),
    _rule("year of an event", rf"{_EVENTS}{S}of{S}{YEAR}", read.a_year),
    _rule("decade", rf"(?:the{S})?(?:{_HALF}[ -])?(?P<year>1[5-9]\d0|20\d0)['’]?s\b", read.a_decade),
    _rule(
        "begun with the dateline's",
        rf"(?:[Ss]ince|[Ff]rom){S}the{S}(?:start|beginning){S}of{S}(?:the|this){S}(?P<unit>year|month|week)\b",
        read.begun_with,
    ),
    _rule("week of a month", rf"the{S}(?P<nth>first|second|third|last){S}week{S}of{S}{MONTH}{_YEAR_AFTER}", read.week_of_month),
    _rule("month of the dateline", rf"{_SIDED}{SIDE}?{_WHICH}month\b", read.month_of_dateline),
    _rule("year of the dateline", rf"{_SIDED}{SIDE}?{_WHICH}year\b", read.year_of_dateline),
)
_NEAR_DAYS = (
    _rule("today", rf"(?<!Russia )(?<!USA )(?:(?:[Ee]arlier|[Ll]ater){S})?[Tt]oday\b", read.shift_of(0)),
    _rule("today", rf"(?:[Tt]onight|[Tt]his{S}(?:morning|afternoon|evening))\b", read.shift_of(0)),
    _rule("yesterday", rf"(?:(?:[Ll]ate|[Ee]arly|[Ee]arlier){S})?[Yy]esterday\b{PART_OF_DAY}", read.shift_of(-1)),
    _rule("yesterday", rf"[Ll]ast{S}night\b", read.shift_of(-1)),
    _rule("the day before yesterday", rf"[Tt]he{S}day{S}before{S}yesterday\b", read.shift_of(-2)),
    _rule("tomorrow", rf"[Tt]omorrow\b{PART_OF_DAY}", read.shift_of(1)),
    _rule("overnight", r"[Oo]vernight\b", read.stretch_back(1)),
    _rule("weekday", rf"{_LATE_ON}{_NOT_A_FEAST}{WEEKDAY}{_NOT_A_PAPER}{PART_OF_DAY}", read.a_weekday),
    _rule(
        "weekday",
        rf"(?P<which>[Ll]ast|(?:[Tt]his{S})?[Pp]ast|[Pp]revious|[Nn]ext|[Cc]oming|[Tt]his){S}{WEEKDAY}{PART_OF_DAY}",
        read.a_weekday,
    ),
    _rule("weekday", rf"(?<=on[ \xa0]){SHORT_WEEKDAY}(?:\.|(?=,))", read.a_weekday),
    _rule("week", rf"{_SIDED}(?:the{S})?(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Pp]revious){S}week\b(?!-)", read.a_week),
    _rule(
        "weekend",
        rf"(?:(?:[Oo]ver|[Aa]t|[Dd]uring){S})?(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext)|(?:[Tt]he|[Tt]his)(?:{S}past)?){S}weekend\b",
        read.a_weekend,
    ),
)
_COUNTED = (
    _rule(
        "ago",
        rf"(?:(?:[Aa]bout|[Mm]ore{S}than|[Nn]early){S})?(?:[Aa]{S}(?=few|couple))?{COUNT}{S}"
        rf"(?P<unit>days?|weeks?|months?|years?){S}ago\b",
        read.so_long_ago,
    ),
    _rule("hours ago", rf"(?:(?:[Aa]n?|[Aa]{S}few|\d{{1,2}}|\w{{3,6}}){S})?(?:hours?|minutes?){S}ago\b", read.stretch_back(1)),
    _rule("recent days", rf"(?:[Ii]n|[Oo]ver){S}(?:the{S})?recent{S}days\b", read.stretch_back(6)),
    _rule("recent weeks", rf"(?:[Ii]n|[Oo]ver){S}(?:the{S})?recent{S}weeks\b", read.stretch_back(27)),
    _rule("coming days", rf"[Ii]n{S}the{S}coming{S}days\b", read.stretch_back(0, -6)),
    _rule("coming weeks", rf"[Ii]n{S}the{S}coming{S}weeks\b", read.stretch_back(0, -27)),
    _rule(
        "past stretch",
        rf"(?:[Ii]n|[Oo]ver|[Dd]uring|[Ff]or|[Ww]ithin){S}the{S}(?:past|last){S}(?:{COUNT}{S})?"
        r"(?P<unit>hours|days?|weeks?|months?|years?)\b",
        read.past_stretch,
    ),
    _rule("from the date before", rf"{COUNT}{S}(?P<unit>days?|weeks?){S}(?P<way>earlier|later)\b", read.from_date_before),
    _rule("the day after that", rf"[Tt]he{S}(?:following|next){S}day\b", read.next_to_date_before(1)),
    _rule(
        "the day before that", rf"[Tt]he{S}(?:previous{S}day\b|day{S}before(?=\s{{0,2}}[,.;]))", read.next_to_date_before(-1)
    ),
    _rule("that day", rf"(?:[Tt]hat|[Tt]he{S}same){S}day\b", read.next_to_date_before(0)),
)

RULES: tuple[Rule, ...] = (*_BY_NUMBERS, *_WITH_DAYS, *_MONTHS_AND_YEARS, *_NEAR_DAYS, *_COUNTED)
"""Every rule; where two match equally much, the first."""

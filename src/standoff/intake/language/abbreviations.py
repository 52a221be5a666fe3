"""Words that carry a full stop without ending a sentence, and words that begin one: tables of the sentence splitter."""

from __future__ import annotations

from standoff.intake.tables.tables import listed

NEVER_LAST = listed(
    "mr mrs ms messrs mme dr prof rev hon fr st ste mt ft gen lt col maj capt cpt sgt cpl pvt pte adm cmdr cdr cmdt "
    "brig cmndr gov sen rep pres amb supt insp sec min dep asst vs cf viz e.g i.e eg approx ca lt.col lt.gen maj.gen "
    "brig.gen sra sr.a dra gral tte pfc wo cmsgt rear-adm vice-adm det ret"
)
"""Always followed by what they belong to (lower case, without the last stop)."""

BEFORE_NUMBER = listed("no nos art arts p pp para vol fig ch sect")
"""Abbreviations before a number; words of their own elsewhere ("No.")."""

MONTHS = listed("jan feb mar apr jun jul aug sep sept oct nov dec")
"""Before a day ("Jan. 30"); may also end a sentence."""

MAYBE_LAST = listed(
    "inc corp co ltd bros jr sr etc al dept univ assn ave blvd rd sq ala ariz ark calif colo conn del fla ga ill ind "
    "kan ky la mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo mon tue tues wed thu thurs "
    "fri sat sun sra ph.d m.d a.m p.m u.s u.n e.u u.k d.c b.c a.d"
)
"""They end a sentence only where the next word is one that begins sentences."""

STARTERS = listed(
    "the a an he she it they we i you his her its their our my your this that these those there here in on at but and "
    "or so yet however meanwhile moreover also after before when while since although though if because as for from "
    "by with without according earlier later last next now then still instead both many most some several all no not "
    "one two three what who why how where which what's it's he's she's they're there's that's i'm we're asked "
    "yesterday today"
)
"""Words that begin sentences (lower case); a name does not tell."""

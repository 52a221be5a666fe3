"""Verbs of saying, the words around them, and outlets: tables of the reading of who said what."""

from __future__ import annotations

from standoff.intake.tables.tables import listed

PLAIN = listed("said says say told tells added adds insisted insists reiterated explained stated claimed claims maintained")
"""Verbs that a clause may follow without "that"."""

WITH_THAT = listed(
    "alleged announced reported confirmed warned denied acknowledged admitted declared argued argues believes "
    "asserted noted notes predicted stressed emphasised emphasized revealed disclosed complained conceded recalled "
    "repeated suggested tweeted wrote writes posted testified pledged vowed promised threatened contended estimated "
    "concluded hinted informed assured warns denies confirms announces adds assured cautioned charged remarked "
    "replied responded indicated"
)
"""Verbs that report a clause only with "that", a pronoun, or (some) the prepositions below."""

DIRECT_ONLY = listed(
    "asked answered commented continued shouted cried chanted called described dubbed branded denounced quipped joked "
    "demanded urged put exclaimed read reads quoted cited"
)
"""Verbs that give a direct quotation its speaker, but report no clause."""

PARTICIPLES = listed(
    "saying adding claiming warning insisting arguing denying accusing stating alleging describing calling announcing"
)
"""After a comma these go on with the speaker of the sentence."""

SPEECH = PLAIN | WITH_THAT | DIRECT_ONLY | listed("accused accuses")
TELLING = listed("told tells informed assured reminded")
"""Verbs that a hearer follows."""

DENIED = listed(
    "charges charge reports report allegations allegation claims claim accusations accusation rumours rumors any "
    "having it he she they being responsibility involvement the speculation wrongdoing suggestions"
)
"""What may follow "denied" where it is a statement ("denied entry" is an act)."""

BE = listed("is are was were be been being got gets it's he's")
AUXILIARIES = listed(
    "has have had also later repeatedly again then earlier recently reportedly publicly today yesterday tonight "
    "previously officially often once never quickly immediately separately now already still angrily flatly strongly "
    "here first both all himself herself themselves itself"
)
"""Words between a subject and its verb."""

BOUNDARIES = listed(
    "that but while when because if although though as after before since where which whether than or nor so yet until unless"
)
"""Words a subject never reaches over."""

PREPOSITIONS = listed(
    "in on at by for of from with to about against during after before since through via over under near inside "
    "outside among across amid between into within without behind around"
)
STOPS_SUBJECT = PREPOSITIONS | listed("published who which that speaking writing quoted citing told speaking then speaking")
CONNECTIVES = listed(
    "however but meanwhile and also still yet so then moreover instead thus therefore earlier later nevertheless "
    "nonetheless separately now indeed yes no first finally"
)
"""Words before a subject that are no part of it."""

PRONOUNS = listed("he she they it we i")
PARTICLES = listed("de da dos del della di du la le las los el al bin ibn ben abu van von der den ter y e of for and")
"""Small words inside a name, between capitals."""

DAY_WORDS = listed(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun january february "
    "march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct "
    "nov dec today yesterday tonight late early earlier later morning evening night afternoon week last this "
    "overnight"
)
"""Words of the day something was said."""

STATEMENTS = listed(
    "statement interview speech address conference briefing broadcast message article letter phone telephone email "
    "press television radio tv media capital report rally column programme program post tweet video editorial "
    "communique memo book blog op-ed newspaper twitter facebook telegram instagram"
)
"""What things are said in."""

OUTLETS = listed(
    "reuters sputnik afp ap cnn bbc efe bloomberg tass itar-tass xinhua interfax dpa ansa kyodo upi cbs nbc abc msnbc "
    "npr telesur globovision axios politico aljazeera rt ria upi tvn france24"
)
"""Outlets that are one word: what follows them is not part of their name."""

HEARERS = listed(
    "reporters journalists parliament lawmakers supporters followers viewers deputies diplomats officers soldiers "
    "troops agency newspaper television radio channel station network conference rally crowd congress court committee "
    "council assembly senate cabinet ministers students investigators police magazine audience media press "
    "broadcaster him her them us me it"
)
"""Nouns that are told things."""

ROLES = listed(
    "spokesman spokeswoman spokesperson spokesmen spokespeople minister ministers ministry prime deputy foreign "
    "defence defense interior official officials source sources resident residents police army navy military "
    "government opposition lawyer lawyers agency newspaper newspapers statement report reports witness witnesses "
    "officer officers commander commanders analyst analysts embassy court president radio television protesters "
    "activist activists authorities diplomat diplomats group rebels rebel leader leaders troops soldiers forces "
    "guerrillas ambassador envoy governor mayor general colonel senator lawmaker lawmakers deputies news media press "
    "state negotiator chief director secretary administration party militia union regime council parliament farmers "
    "students"
)
"""Nouns that speak; after a name they go on with its phrase ("U.S. officials", "Palestinian leader Yasser Arafat")."""

BLUNT = listed("blunt clear defiant adamant unequivocal succinct emphatic frank dismissive scathing direct unmoved brief firm")
"""After "was" these announce a quotation: "Rubio was blunt"."""

"""Words by which sources without a name of their own take a side, and words of names that tell nothing by themselves."""

from __future__ import annotations

from standoff.intake.tables.tables import listed, several

TELL_NOTHING = listed(
    """
    the his her its their who was president prime minister general lieutenant colonel marshal field senior king supreme
    leader ayatollah imam chief justice government governments federal national state people peoples party parties
    opposition coalition council councils committee committees movement movements front forum assembly congress
    parliament senate army armed forces force guard police military security officers officer soldiers troops students
    student workers union unions trade youth young protesters protest protests demonstrators crowds crowd citizens
    groups group leaders leader leadership leaderless supporters street rebels plotters campaign authorities
    transitional democratic democracy freedom republic republican central communist socialist revolutionary
    constitutional court command press office spokesman spokeswoman spokesperson statement ministry interior defence
    defense foreign news agency radio television media social local new free day days year years april may june july
    august september october november december january february march
    """
)
"""Words of the names of both sides that others bear too: "National Assembly" is known as a whole, not by "national"."""

OF_THE_ORDER_GIVER = several("""
    state television; state media; state radio; state news agency; state broadcaster; state press; presidency;
    presidential office; presidential palace; presidential decree; president's office; government; cabinet; interior
    ministry; interior minister; defence ministry; defense ministry; defence minister; defense minister; information
    ministry; foreign ministry; foreign minister; ministry; prosecutor; attorney general; police; army; armed forces;
    military; high command; security forces; ruling party; decree
""")

OF_THE_CHALLENGER = several("""
    opposition; protesters; demonstrators; protest organisers; protest organizers; organisers; activists; rebels;
    strikers; exile media; dissidents; coup leaders; mutineers
""")

OF_NEITHER = several("""
    residents; witnesses; witness; eyewitnesses; eyewitness; diplomats; hospital; hospitals; doctors; medics; foreign
    press; western press; travellers; travelers; local media; local press
""")

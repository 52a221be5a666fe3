"""A case file to fill in: every field with a line that says what is allowed."""

from __future__ import annotations

import re
from datetime import date

from standoff.case.codes import EVENT_CODES
from standoff.case.problems import quoted
from standoff.case.yaml_text import scalar_text
from standoff.errors import CaseError

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_YEAR = re.compile(r"(?:\A|-)((?:1[89]|20)[0-9]{2})(?:-|\Z)")
_LONGEST_ID = 64

_TEMPLATE = """\
# A case of Standoff. Replace every FILL IN and every number; then run: standoff check @ID@.yaml
schema: standoff-case/1           # format of this file; leave as it is
id: @NAME@
title: FILL IN a title            # a few words
country: FILL IN the country      # in words
iso3: XXX                         # ISO 3166 code, three capital letters, such as VEN
start: @START@                 # the day the standoff opens, YYYY-MM-DD
end: @END@                   # the day it was settled or faded; while it is open: the last day you look at
order_giver: FILL IN a name       # whose orders the forces would have to obey
challenger: FILL IN a name        # who challenges the order_giver
# question: what you want to know, in a sentence (optional)

background:                       # what an observer could have written down the day before the start
  regime: hybrid                  # personalist | party | military | monarchy | hybrid | democracy
  years_in_power: 1.0             # years the order_giver had been in power at start, 0 or more
  population_m: 10.0              # population in millions, more than 0
  gdp_growth_prev_year_pct: 0.0   # growth of the economy the year before, per cent
  conscripts: false               # true | false: rank and file are mostly conscripts
  foreign_patron: ""              # who backs the order_giver from abroad; "" if none
  coups_last_10_years: 0          # coup attempts in the ten years before, a whole number
  trigger: other                  # election | economy | killing | succession | reform | coup_plot | other
  challenge: uprising             # uprising (crowds) | coup (officers) | institutional (rival organ of state)
  officer_corps: mixed            # institutional | party | stacked | kin | mixed: the hold on officers
  revolutionary_origin: false     # true | false: party or army came to power by revolution or liberation war
  military_rule: false            # true | false: the army rules, or the order_giver took power by arms
  forces_in_business: false       # true | false: the forces own major businesses or hold the main rents
  repressed_before: false         # true | false: at least 50 civilians killed in the streets within 10 years
  patron_presence: none           # troops | advisers | aid | words | none: of the patron, in the country
  media: partial                  # free | partial | closed: the order_giver's hold on what people see and hear
  election_stolen: false          # true | false: follows an election widely called fraudulent
  ruler_leaving: false            # true | false: exit announced, term-limited, gravely ill or over 80
  rival_force: false              # true | false: a force apart from the army answers to the order_giver alone
  note: ""                        # one or two sentences of context known before the start

forces:                           # usually 2 to 7; every name once
- name: Army                      # FILL IN the name; the rows below refer to it
  kind: army                      # army | navy | air_force | gendarmerie | police | guard | intelligence |
                                  # paramilitary | foreign_troops
  size_k: 20                      # headcount in thousands; leave the line out when not known
- name: National Police           # FILL IN the name
  kind: police
  size_k: 30

events:                           # rows in date order: only what was public then, no hindsight
- date: @START@                # the day it happened, YYYY-MM-DD
  code: protest                   # one of the codes listed at the end of this file
  force: ""                       # a name from forces, or "" where none applies
  tier: none                      # command | officers | unit | troops | none (the actor is not of the forces)
  scope: capital                  # national | capital | provincial | abroad
  actor: FILL IN who did it       # in words
  target: FILL IN against whom    # in words; "" where none applies
  size: 1000                      # a number in unit, more than 0; leave both lines out where none applies
  unit: people                    # what size counts: people, states, units, ...
  # bound: at_least               # exact | at_least | at_most | about: what size is; exact where left out
  text: FILL IN what happened, in a sentence.
  source: FILL IN who said so     # outlets, agencies, people; several parted by ";"
  sided: neutral                  # order_giver | challenger | neutral | mixed: whom the source serves
  confidence: medium              # high | medium | low: yours in date and fact
  # Optional keys of a row:
  # id: my-name-for-this-row      # unique; made from date and code where left out
  # public: @START@            # the day it became known, when later than date
  # asserted_by: who claims it    # for a claim rather than a fact
  # modality: done                # done | denied | planned | hypothetical
  # status: accepted              # draft | accepted | retracted (`standoff merge` also writes merged_into: ID)
  # note: a remark of your own
  # drafted: {page: page.txt, rule: protest, start: 0, end: 80}   # where a draft came from; written by `standoff draft`
  # sources:                      # one by one, with address and Admiralty grade (A-G, then 1-6)
  # - outlet: Reuters
  #   url: https://www.reuters.com/
  #   grade: B2
  #   quote: the words quoted
  #   agency: AFP                 # whose story it reprints: one voice (`standoff merge` also writes merged_from: ID)

# assumptions:                    # your own overrides of priors, each with its reason (optional)
# - name: the name of a prior
#   value: 0.5
#   reason: why

# ratings:                        # your own letters for rows, beside the model's (optional); no model reads them
# - row: my-name-for-this-row    # its id; <date>-<code>-<n> where it has none
#   obey: N                       # CC very consistent | C | N neutral | I | II very inconsistent | NA
#   refuse: C
#   stand_aside: N
#   overthrow: N
#   reason: why

# outcome:                        # how it ended, once it has; for scoring only, no model reads it
#   date: @END@
#   kind: survived                # survived | forces_stood_aside | forces_shifted | removed_by_forces |
#                                 # negotiated_exit | foreign_removed | civil_war
#   order_giver_out: false        # true | false: the order_giver lost power
#   forces: obeyed                # obeyed | split | stood_aside | shifted | removed_order_giver
#   text: the end in a sentence

# Event codes:
"""


def new_case_text(case_id: str) -> str:
    """A commented case file that passes `standoff check` as it stands, with placeholders to replace.

    Args:
        case_id: name of the case, lower-case letters, digits and hyphens; a year in it sets the dates.

    Raises:
        CaseError: the name is no slug.

    Example:
        >>> new_case_text("ruritania-2031").splitlines()[2]
        'id: ruritania-2031'
    """
    if not _SLUG.match(case_id) or len(case_id) > _LONGEST_ID:
        raise CaseError(
            f"{quoted(case_id)} is no name for a case; allowed: lower-case letters, digits and single "
            f"hyphens, at most {_LONGEST_ID}, as in venezuela-2019{_suggested(case_id)}"
        )
    found = _YEAR.search(case_id)
    year = int(found[1]) if found else 2025
    text = _TEMPLATE.replace("@START@", str(date(year, 1, 10))).replace("@END@", str(date(year, 2, 10)))
    codes = "".join(f"# {code:<21}{about.meaning}\n" for code, about in EVENT_CODES.items())
    return text.replace("@NAME@", scalar_text(case_id)).replace("@ID@", case_id) + codes


def _suggested(case_id: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", case_id.casefold()).strip("-")[:_LONGEST_ID].strip("-")
    return f"; did you mean {slug!r}?" if slug else ""

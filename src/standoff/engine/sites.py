"""Where in a day a random number is drawn: the third part of its address (seed, world, day, site).

Two draws of one world and day never share a site. Blocks of a hundred leave room for groups, orders and rows.
"""

STRENGTH_START = 1
COHESION_START = 2
SIGNAL_START = 3
THRESHOLD_MEAN = 4
THRESHOLD_SPREAD = 5
GROUP_START = 100  # + group
FORCE_START = 300  # + force
COEFFICIENT = 400  # + coefficient; world is the block's number
SIGNAL_PRECISION = 450  # + group; world is the block's number
SAMPLE_PATHS = 498  # which worlds are shown whole; world is 0
RESAMPLE = 499

STRENGTH = 501
COHESION = 502
TURNOUT_NOISE = 503
TURNOUT = 504
OFFICIALS = 505
STATES = 506
OUTCOME = 507
ORDER_GIVEN = 508  # + order, up to 511: an order of a what-if, what follows it
MEMBERS = 600  # + group
STREAM = 1000  # + report stream
TRUTH = 10000  # + row of the day
SOURCE = 14000  # + report of the day, forward: who writes it
SIZED = 18000  # + report of the day, forward: whether it tells a size
SIZE = 22000  # + report of the day, forward: the size it tells
RESAMPLE_ROW = 26000  # + row of the day, before it is weighed
SHARE_DRAW = 30000  # + 1000 an order + group, when an answer counts people
TRUE_COEFFICIENT = 39000  # + coefficient; behind an invented library; world is its seed
CALIBRATION = 40000  # which draws of a posterior are ranked; + 1, how ties are broken; world is the dataset's number

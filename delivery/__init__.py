"""What is given away: sdist and wheel, and the environments in which they must work. Chores, not a part of the package."""

"""Forward: worlds that live on from the prior or the posterior, how they end, how they spread, and where they part."""

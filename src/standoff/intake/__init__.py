"""From a page of news or an event feed to graded evidence: everything here proposes, the analyst decides.

It stands beside the model and knows cases only. A page is read (`pages`), its language taken apart (`language`), its sentences
coded (`coding`) and made into drafted rows (`drafts`); other coders propose in the same shape (`drafters`); event feeds become
the same rows (`feeds`). Whose word it is and whose interest it serves is looked up (`outlets`); reports of one event are
proposed as one row (`echoes`). What is known of the world lies in small tables with their sources (`tables`).
"""

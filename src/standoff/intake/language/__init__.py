"""The language of news: sentences, dates, numbers, quotations, names; nothing here knows an event code."""

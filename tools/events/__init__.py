"""The worked examples of every event, and the pages made of them: `python -m tools.events`."""

"""Every kind of event that a fund and its enterprise meet, declared as data: questions in, balanced entries out."""

from huilin.events.answers import Answers, gather
from huilin.events.catalogue import catalogue, event_named
from huilin.events.making import Made, make

__all__ = ["Answers", "Made", "catalogue", "event_named", "gather", "make"]

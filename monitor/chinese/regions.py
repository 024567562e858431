"""Regions: the places of a text, how they lie to one another, and which region a passage is about.

This is the door of the regions' files; other rooms import from here.
"""

from monitor.chinese.regions_document import DocumentPlaces, document_places, find_places
from monitor.chinese.regions_gazetteer import Gazetteer, Region, bare_name, gazetteer
from monitor.chinese.regions_relations import inside, members, regions_named, same_region

__all__ = [
    "DocumentPlaces",
    "Gazetteer",
    "Region",
    "bare_name",
    "document_places",
    "find_places",
    "gazetteer",
    "inside",
    "members",
    "regions_named",
    "same_region",
]

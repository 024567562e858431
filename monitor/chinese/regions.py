"""Regions: the places of a text, how they lie to one another, and which region a passage is about.

This is the door of the regions' files; other rooms import from here.
"""

from monitor.chinese.regions_document import DocumentPlaces, document_places, find_places
from monitor.chinese.regions_gazetteer import Gazetteer, Region, bare_name, gazetteer
from monitor.chinese.regions_generic import generic_regions
from monitor.chinese.regions_relations import inside, members, regions_named, same_region
from monitor.chinese.regions_scope import Clause, RegionScope, subject

__all__ = [
    "Clause",
    "DocumentPlaces",
    "Gazetteer",
    "Region",
    "RegionScope",
    "bare_name",
    "document_places",
    "find_places",
    "gazetteer",
    "generic_regions",
    "inside",
    "members",
    "regions_named",
    "same_region",
    "subject",
]

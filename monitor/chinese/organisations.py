"""Organisations: their full names, those that a list names, and which names are one organisation's.

This is the door of the organisations' files; other rooms import from here.
"""

from monitor.chinese.organisations_identity import same_organisation, short_form
from monitor.chinese.organisations_names import find_organisations
from monitor.chinese.organisations_parties import signing_parties
from monitor.chinese.organisations_visits import visit_list

__all__ = ["find_organisations", "same_organisation", "short_form", "signing_parties", "visit_list"]

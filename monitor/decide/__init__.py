"""Is it new? Verdicts on pages and the sketches that tell copies."""

from monitor.decide.sketch import containment, index_hashes, sketch
from monitor.decide.verdict import Candidate, Known, Verdict, decide

__all__ = ["Candidate", "Known", "Verdict", "containment", "decide", "index_hashes", "sketch"]

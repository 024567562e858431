"""Makes the room's own small module importable, as test files have no package."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

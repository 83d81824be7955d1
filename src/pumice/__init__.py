"""pumice turns scraped text into archival copies: repaired, stripped of page furniture, in one normal form, and with a
trail that gives the raw bytes back.

`normalize` makes the clean text of one document, `repair` mends only encoding damage, `classify_lines` judges lines,
`open_bag` reads what `pumice clean` wrote. Each name is loaded when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pumice.corpus import Bag, open_bag
    from pumice.edits import Edit, Layer, Trail
    from pumice.errors import PumiceError
    from pumice.findings import Finding
    from pumice.furniture.judge import classify_lines
    from pumice.options import Options
    from pumice.pipeline import Repaired, Result, normalize
    from pumice.pipeline import repair_text as repair
    from pumice.record import Record

__version__ = "0.1.0"

_HOMES = {
    "Bag": "pumice.corpus:Bag",
    "Edit": "pumice.edits:Edit",
    "Finding": "pumice.findings:Finding",
    "Layer": "pumice.edits:Layer",
    "Options": "pumice.options:Options",
    "PumiceError": "pumice.errors:PumiceError",
    "Record": "pumice.record:Record",
    "Repaired": "pumice.pipeline:Repaired",
    "Result": "pumice.pipeline:Result",
    "Trail": "pumice.edits:Trail",
    "classify_lines": "pumice.furniture.judge:classify_lines",
    "normalize": "pumice.pipeline:normalize",
    "open_bag": "pumice.corpus:open_bag",
    "repair": "pumice.pipeline:repair_text",
}
__all__ = [
    "Bag",
    "Edit",
    "Finding",
    "Layer",
    "Options",
    "PumiceError",
    "Record",
    "Repaired",
    "Result",
    "Trail",
    "classify_lines",
    "normalize",
    "open_bag",
    "repair",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'pumice' has no attribute {name!r}")
    module, _, attribute = home.partition(":")
    found = globals()[name] = getattr(import_module(module), attribute)
    return found

"""pumice turns scraped text into archival copies: repaired, stripped of page furniture, in one normal form, and with a
trail that gives the raw bytes back.

`normalize` makes the clean text of one document, `repair` mends only encoding damage, `classify_lines` judges lines,
`open_bag` reads what `pumice clean` wrote. Each name is loaded when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pumice.corpus import Bag as Bag
    from pumice.corpus import open_bag as open_bag
    from pumice.edits import Edit as Edit
    from pumice.edits import Layer as Layer
    from pumice.edits import Trail as Trail
    from pumice.errors import PumiceError as PumiceError
    from pumice.findings import Finding as Finding
    from pumice.furniture.decision import classify_lines as classify_lines
    from pumice.options import Options as Options
    from pumice.pipeline import Repaired as Repaired
    from pumice.pipeline import Result as Result
    from pumice.pipeline import normalize as normalize
    from pumice.pipeline import repair_text as repair
    from pumice.record import Record as Record

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
    "classify_lines": "pumice.furniture.decision:classify_lines",
    "normalize": "pumice.pipeline:normalize",
    "open_bag": "pumice.corpus:open_bag",
    "repair": "pumice.pipeline:repair_text",
}
__all__ = sorted(_HOMES)  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'pumice' has no attribute {name!r}")
    module, _, attribute = home.partition(":")
    return getattr(import_module(module), attribute)

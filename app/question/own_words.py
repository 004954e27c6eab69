"""What the words of a turn count beside those of the turns that it goes on from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.question.turns import points_back
from index.lexicon import Lexicon, stems
from index.retrieving import Hit

OWN_TURN = 0.6
"""What a turn's own words count beside those with the earlier ones; by `tune`."""
ANEW, CLEARLY_NEARER = 0.7, 0.1
"""How near a turn must come by itself to a question that a point answers, and by how
much nearer than with the earlier ones, to be a new one. Chosen on readers' turns.
"""

TELLING = 2.0
"""From which rarity on a word of a turn says something by itself."""


def said_before(text: str, subject: str, lexicon: Lexicon) -> frozenset[str]:
    """Stems that only the `subject` of the earlier turns has, where the turn itself has
    a telling word of the sources that they haven't: else they say what is asked.
    """
    before, own = frozenset(stems(subject)), frozenset(stems(text))
    held = (stem for stem in own - before if stem in lexicon)
    tells = any(lexicon.rarity(stem) > TELLING for stem in held)
    return before - own if tells else frozenset()


def asks_anew(text: str, by_itself: Sequence[Hit], joined: Sequence[Hit]) -> bool:
    """Whether a turn that points back to nothing is answered by the points found for it
    by itself, clearly better than by those for it with the turns before.
    """
    if points_back(text) or not (by_itself and joined):
        return False
    near = by_itself[0].asked
    return near >= ANEW and near >= CLEARLY_NEARER + joined[0].asked


def steered(vector: np.ndarray, own: np.ndarray) -> np.ndarray:
    """The unit vector of a turn with the earlier ones, drawn to its own words."""
    drawn = vector + OWN_TURN * own
    return np.asarray(drawn / np.linalg.norm(drawn))

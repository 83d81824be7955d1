"""Where damage begins and ends: the best path over a row of pieces, each sound or damaged by one of the channels.

Entering a channel costs `ENTRY` and staying in it nothing, so that one damaged line in a sound text is found, a damaged
text agrees with itself, and a lucky word does not suffice. All worths are in 1/256 nat.
"""

from collections.abc import Iterator

from pumice.repairs.reading import NAT

ENTRY = 12 * NAT  # what the first damaged piece must be better by
EXIT = 4 * NAT  # what the first sound piece after damage must be better by
SELDOM = 10 * NAT  # what more is asked of a channel that is seldom met
CHANGE = 2 * ENTRY  # what passing from one channel straight to another must gain beyond that


def path(gains: list[list[int]], costs: list[int]) -> list[int]:
    """The best path over the pieces: for each the index of a row of `gains`, or -1 for sound.

    `costs` is what entering each row costs.
    """
    states = range(len(gains) + 1)
    best = [0] + [-cost for cost in costs]
    back: list[list[int]] = []
    for at in range(len(gains[0])):
        top = max(states[1:], key=lambda state: (best[state], -state))
        came, new = [], []
        for state in states:
            ways = [(best[0], 1, 0), (best[top] - EXIT, 0, top)]
            if state:
                cost = costs[state - 1]
                ways = [(best[state], 1, state), (best[0] - cost, 0, 0), (best[top] - cost - CHANGE, 0, top)]
            worth, _, source = max(ways)
            came.append(source)
            new.append(worth + (gains[state - 1][at] if state else 0))
        back.append(came)
        best = new
    state = max(states, key=lambda state: (best[state], -state))
    path = []
    for came in reversed(back):
        path.append(state - 1)
        state = came[state]
    return path[::-1]


def regions(path: list[int], fits: list[list[bool]]) -> Iterator[tuple[int, int, int]]:
    """Runs of one damaged state in the path: state, first piece, piece after the last.

    A run takes in the sound pieces at its ends that `fits` its state: alone they would not be worth entering it.
    """
    end = 0
    at = 0
    while at < len(path):
        state = path[at]
        if state < 0:
            at += 1
            continue
        first = last = at
        while last < len(path) and path[last] == state:
            last += 1
        while first > end and path[first - 1] < 0 and fits[state][first - 1]:
            first -= 1
        while last < len(path) and path[last] < 0 and fits[state][last]:
            last += 1
        yield state, first, last
        end = at = last

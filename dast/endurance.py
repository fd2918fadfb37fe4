"""Patches for Schemathesis 4.32 and Hypothesis 6, so that a run completes all requested cases in reasonable time. They
change neither requests nor checks. They use internals of both packages, whose versions are pinned: a missing name
fails the run immediately.
"""

import re
from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.strategies._internal import regex
from schemathesis.engine.run.stateful import _executor
from schemathesis.engine.run.stateful.context import StatefulContext


def improve() -> None:
    # The packages look up these names at each call.
    regex.regex_strategy = _remembered(regex.regex_strategy)
    _executor._classify_flaky = _persistent(_executor._classify_flaky)
    StatefulContext.reset = _uncounted(StatefulContext.reset)


def _remembered(make: Callable) -> Callable:
    """Caches the strategy of each pattern. Schemathesis creates one per value, and Hypothesis then visits every character
    of the pattern's ranges, which took 90% of a run. A strategy has no state. An alphabet is a new object each time,
    so its repr is the key.
    """
    made: dict[tuple, st.SearchStrategy] = {}

    def remembered(pattern, fullmatch, *, alphabet, **options):
        compiled = re.compile(pattern)
        key = (compiled.pattern, compiled.flags, fullmatch, repr(alphabet), *sorted(options.items()))
        if key not in made:
            made[key] = make(pattern, fullmatch, alphabet=alphabet, **options)
        return made[key]

    return remembered


def _persistent(classify: Callable) -> Callable:
    """Continues the stateful phase with the next seed until the requested number of sequences has run. Hypothesis replays
    sequences and expects the same result, but the service has state: a list that was empty now has a task. Hypothesis
    considers this flaky and stops after a dozen of 500 sequences, and Schemathesis reports the phase as passed.
    """

    def persistent(*, ctx, engine, state):
        status, retry, events = classify(ctx=ctx, engine=engine, state=state)
        requested = engine.config.get_hypothesis_settings(phase="stateful", apply_ci_profile=False).max_examples
        goes_on = status.name == "SUCCESS" and ctx.completed_scenarios < requested
        return status, retry or goes_on, events

    return persistent


def _uncounted(reset: Callable) -> Callable:
    """Does not count the reset after a suite as a sequence, which would end the phase early, since each continuation is
    a suite of its own.
    """

    def uncounted(self: StatefulContext) -> None:
        completed = self.completed_scenarios
        reset(self)
        self.completed_scenarios = completed

    return uncounted

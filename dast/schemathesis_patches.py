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


def apply_patches() -> None:
    # The packages look up these names at each call, so replacing them takes effect.
    regex.regex_strategy = _with_cache(regex.regex_strategy)
    _executor._classify_flaky = _with_continuation(_executor._classify_flaky)
    StatefulContext.reset = _without_counting(StatefulContext.reset)


def _with_cache(make: Callable) -> Callable:
    """Caches the strategy of each pattern. Schemathesis creates one per value, and Hypothesis then visits every character
    of the pattern's ranges, which took 90% of a run. A strategy has no state, so it can be shared. An alphabet is a new
    object each time, so its repr is part of the key.
    """
    made: dict[tuple, st.SearchStrategy] = {}

    def cached(pattern, fullmatch, *, alphabet, **options):
        compiled = re.compile(pattern)
        key = (compiled.pattern, compiled.flags, fullmatch, repr(alphabet), *sorted(options.items()))
        if key not in made:
            made[key] = make(pattern, fullmatch, alphabet=alphabet, **options)
        return made[key]

    return cached


def _with_continuation(classify: Callable) -> Callable:
    """Continues the stateful phase with the next seed until the requested number of sequences has run. Hypothesis replays
    sequences and expects the same result, but the service has state: a list that was empty may now contain a task.
    Hypothesis considers this flaky and stops after a dozen of 500 sequences, and Schemathesis reports the phase as passed.
    """

    def classify_and_continue(*, ctx, engine, state):
        status, retry, events = classify(ctx=ctx, engine=engine, state=state)
        requested = engine.config.get_hypothesis_settings(phase="stateful", apply_ci_profile=False).max_examples
        is_incomplete = status.name == "SUCCESS" and ctx.completed_scenarios < requested
        return status, retry or is_incomplete, events

    return classify_and_continue


def _without_counting(reset: Callable) -> Callable:
    """Does not count the reset after a suite as a sequence. Each continuation is a separate suite, so counting its reset
    would end the phase early.
    """

    def reset_without_counting(self: StatefulContext) -> None:
        completed = self.completed_scenarios
        reset(self)
        self.completed_scenarios = completed

    return reset_without_counting

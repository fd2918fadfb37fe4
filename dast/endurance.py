"""Makes Schemathesis 4.32 with Hypothesis 6 go through with what it was asked for, and in reasonable time. No change
touches what is sent or what is checked. All reach into the two packages, whose versions are pinned: a name that is not
there any more ends the run at once.
"""

import re
from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.strategies._internal import regex
from schemathesis.engine.run.stateful import _executor
from schemathesis.engine.run.stateful.context import StatefulContext


def improve() -> None:
    # All are looked up where they are at each call.
    regex.regex_strategy = _remembered(regex.regex_strategy)
    _executor._classify_flaky = _persistent(_executor._classify_flaky)
    StatefulContext.reset = _uncounted(StatefulContext.reset)


def _remembered(make: Callable) -> Callable:
    """Schemathesis makes the generator of a pattern anew for each value that it draws, and Hypothesis then goes through
    every character of the pattern's ranges: of a run, nine tenths of the time. A generator has no state, so one for
    each pattern will do. An alphabet is told by what it says of itself: it is a new object each time.
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
    """Hypothesis tries sequences again, and expects the same to be possible in them. But the service remembers, so a
    list that was empty has a task now, and a link leads on that led nowhere. Hypothesis calls that flaky and gives up,
    after a dozen sequences of five hundred; Schemathesis takes it for the end of the phase and calls it passed. So it
    goes on, with the next seed, until there were as many sequences as it was asked for.
    """

    def persistent(*, ctx, engine, state):
        status, retry, events = classify(ctx=ctx, engine=engine, state=state)
        wanted = engine.config.get_hypothesis_settings(phase="stateful", apply_ci_profile=False).max_examples
        goes_on = status.name == "SUCCESS" and ctx.completed_scenarios < wanted
        return status, retry or goes_on, events

    return persistent


def _uncounted(reset: Callable) -> Callable:
    """Clearing up after a suite counts as a sequence in Schemathesis. With a suite for each time that it goes on, that
    would end the phase some sequences early.
    """

    def uncounted(self: StatefulContext) -> None:
        completed = self.completed_scenarios
        reset(self)
        self.completed_scenarios = completed

    return uncounted

"""Patches for Schemathesis 4.32 and Hypothesis 6, so that a run completes all requested cases in reasonable time, and
that its checks recognize restored and erased tasks. They change no requests. They use internals of both packages, whose
versions are pinned: a missing name fails the run immediately. Each run begins with the tests in
schemathesis_patches_test.py.
"""

import re
from collections.abc import Callable
from itertools import dropwhile, takewhile

from hypothesis import strategies as st
from hypothesis.strategies._internal import regex
from schemathesis.engine.run.stateful import _executor
from schemathesis.engine.run.stateful.context import StatefulContext
from schemathesis.specs.openapi import checks


def apply_patches() -> None:
    # The packages look up these names at each call, so replacing them takes effect.
    regex.regex_strategy = _with_cache(regex.regex_strategy)
    _executor._classify_flaky = _with_continuation(_executor._classify_flaky)
    StatefulContext.reset = _without_counting(StatefulContext.reset)
    checks._resource_recreated_after_delete = _with_restore(checks._resource_recreated_after_delete)
    checks.resource_was_deleted = _with_erasure(checks.resource_was_deleted)


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


def _with_restore(was_recreated: Callable) -> Callable:
    """Lets the check use_after_free accept a task that was deleted and then restored. Schemathesis considers a deleted
    item recreated only by a POST to a prefix of its path, and `/tasks/{taskId}/restore` is not one.
    """

    def was_recreated_or_restored(ctx, *, delete_case_id, current_case_id, delete_path):
        if was_recreated(
            ctx, delete_case_id=delete_case_id, current_case_id=current_case_id, delete_path=delete_path
        ):
            return True
        since_delete = dropwhile(lambda case: case.id != delete_case_id, ctx.internals.find_all_cases())
        return any(
            _succeeded(ctx.internals, case, "POST /tasks/{taskId}/restore", delete_path.variables)
            for case in takewhile(lambda case: case.id != current_case_id, since_delete)
        )

    return was_recreated_or_restored


def _with_erasure(was_deleted: Callable) -> Callable:
    """Lets the check ensure_resource_availability accept a 404 for a task that was erased. Schemathesis recognizes the
    deletion only if it was a DELETE of the task's own path, not if a batch deleted the task.
    """

    def was_deleted_or_erased(recorder, case, *, created_by=None):
        return was_deleted(recorder, case, created_by=created_by) or any(
            _succeeded(recorder, other, "DELETE /trash/{taskId}", case.path_parameters)
            for other in recorder.find_all_cases()
        )

    return was_deleted_or_erased


def _succeeded(recorder, case, operation: str, path_parameters: dict) -> bool:
    response = recorder.find_response(case_id=case.id)
    return (
        case.operation.label == operation
        and case.path_parameters == path_parameters
        and response is not None
        and 200 <= response.status_code < 300
    )

"""Tests of the patches that change checks. dast/run.ts runs them before each fuzzing."""

import unittest

import requests
import schemathesis
from schemathesis import Case, Response
from schemathesis.checks import CheckContext
from schemathesis.config import ChecksConfig
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.specs.openapi import checks
from schemathesis.specs.openapi.checks import UseAfterFree

from dast import schemathesis_patches

schemathesis_patches.apply_patches()

_SCHEMA = schemathesis.openapi.from_path("openapi.yaml")


def _create() -> tuple[Case, int]:
    return _SCHEMA["/tasks"]["POST"].Case(), 201


def _batch() -> tuple[Case, int]:
    return _SCHEMA["/tasks/batch"]["POST"].Case(), 200


def _read(status: int) -> tuple[Case, int]:
    return _SCHEMA["/tasks/{taskId}"]["GET"].Case(path_parameters={"taskId": "a"}), status


def _delete() -> tuple[Case, int]:
    return _SCHEMA["/tasks/{taskId}"]["DELETE"].Case(path_parameters={"taskId": "a"}), 204


def _restore(task_id: str = "a", status: int = 200) -> tuple[Case, int]:
    return _SCHEMA["/tasks/{taskId}/restore"]["POST"].Case(path_parameters={"taskId": task_id}), status


def _erase(task_id: str = "a", status: int = 204) -> tuple[Case, int]:
    return _SCHEMA["/trash/{taskId}"]["DELETE"].Case(path_parameters={"taskId": task_id}), status


def _record(*steps: tuple[Case, int]) -> ScenarioRecorder:
    """Records requests that all follow links of the first one, and the status of each response."""
    recorder = ScenarioRecorder(label="test")
    root = steps[0][0]
    for case, status in steps:
        recorder.record_case(case=case, parent_id=None if case is root else root.id)
        request = requests.Request(case.method, "http://127.0.0.1").prepare()
        recorder.record_response(case_id=case.id, response=Response(status, {}, b"", request, 0.1, False))
    return recorder


def _check_last_step(*steps: tuple[Case, int]) -> None:
    """Runs use_after_free for the last step."""
    recorder = _record(*steps)
    case, _ = steps[-1]
    context = CheckContext(None, None, None, ChecksConfig(), None, recorder, response_checks=None)
    checks.use_after_free(context, recorder.find_response(case_id=case.id), case)


class UseAfterFreeTest(unittest.TestCase):
    def test_accepts_a_task_that_was_restored(self) -> None:
        _check_last_step(_create(), _delete(), _restore(), _read(200))

    def test_reports_a_task_that_was_not_restored_since(self) -> None:
        for steps in (
            [_delete()],
            [_delete(), _restore("b")],
            [_delete(), _restore(status=404)],
            [_restore(), _delete()],
            [_delete(), _restore(), _delete()],
        ):
            with self.assertRaises(UseAfterFree):
                _check_last_step(_create(), *steps, _read(200))


class EnsureResourceAvailabilityTest(unittest.TestCase):
    def test_knows_that_an_erased_task_was_deleted(self) -> None:
        case, status = _restore(status=404)
        self.assertTrue(checks.resource_was_deleted(_record(_create(), _batch(), _erase(), (case, status)), case))

    def test_knows_that_a_task_was_not_erased(self) -> None:
        for erasure in (_erase("b"), _erase(status=404)):
            case, status = _restore(status=404)
            self.assertFalse(checks.resource_was_deleted(_record(_create(), _batch(), erasure, (case, status)), case))

"""Where Schemathesis needs help to send what the contract means. Each hook says why it is fair."""

import gc
import itertools
import json
import os
import re
import uuid
from collections import Counter

import schemathesis
from hypothesis import strategies as st
from schemathesis import Case, HookContext, Response
from schemathesis.cli import EventHandler
from schemathesis.engine.events import ScenarioFinished

from dast import endurance

endurance.improve()

# What the service answered in this run: each cursor with the query that led to it, each task with its newest version.
_pages: dict[str, dict] = {}
_versions: dict[str, str] = {}

_turns = itertools.count()
_tally: Counter = Counter()


@schemathesis.hook
def before_call(context: HookContext, case: Case, kwargs: dict) -> None:
    # The time of an answer is to be the service's. Schemathesis keeps what it has seen, and collecting garbage among
    # that takes seconds in a long run; begun before an answer, it was reported as an answer that took so long.
    gc.disable()
    operation = case.operation.label
    if operation == "GET /tasks":
        _keep_only_real_cursors(case)
    elif not _is_valid(case):
        # Something in it is wrong on purpose, and it has to be refused whatever its key or its version.
        return
    elif operation == "POST /tasks":
        _freshen_idempotency_key(case)
    elif operation in ("PUT /tasks/{taskId}", "PATCH /tasks/{taskId}", "DELETE /tasks/{taskId}"):
        _name_real_versions(case)


def _is_valid(case: Case) -> bool:
    return case.meta is not None and case.meta.generation.mode.is_positive


def _keep_only_real_cursors(case: Case) -> None:
    """A cursor is made by the service, and no schema can say how: one that is made up is rightly a 422, whatever
    else is in the request. So a made-up one goes, and the rest of the request is tested. A real one comes from the
    page before (the link NextPage), and with it the filters and the order, which the contract wants repeated and a
    link cannot carry. A cursor that breaks its schema stays: it has to be refused. Jest tests the cursors that were
    tampered with or belong to another query.
    """
    cursor = case.query.get("cursor")
    if not _keeps_schema(case.operation.query.get("cursor"), cursor):
        return
    if cursor in _pages and _is_valid(case):
        case.query = {**_pages[cursor], "cursor": cursor}
    else:
        del case.query["cursor"]


def _freshen_idempotency_key(case: Case) -> None:
    """A key is for one create. The generator likes to repeat itself, and a repeated key with another body is rightly
    a 422. So each generated key gets a part in front that is new, and stays a quoted string. Jest tests the reuse of
    keys.
    """
    parameter = case.operation.headers.get("Idempotency-Key")
    key = case.headers.get("Idempotency-Key")
    if _keeps_schema(parameter, key):
        fresh = f'"{uuid.uuid4()} '
        is_short = len(fresh) + len(key) <= parameter.definition["schema"]["maxLength"]
        case.headers["Idempotency-Key"] = fresh + (key[1:] if is_short else '"')


def _name_real_versions(case: Case) -> None:
    """An entity tag is made by the service too: a made-up If-Match is rightly a 412, and the rest of the request never
    gets further. Every second one becomes the tag that the task has, without an If-None-Match beside it, so that the
    change behind it is tested as well.
    """
    if_match = case.headers.get("If-Match")
    version = _versions.get(str(case.path_parameters.get("taskId")))
    if version is not None and _keeps_schema(case.operation.headers.get("If-Match"), if_match) and next(_turns) % 2:
        case.headers["If-Match"] = version
        case.headers.pop("If-None-Match", None)


def _keeps_schema(parameter, value: object) -> bool:
    schema = parameter.definition["schema"]
    return (
        isinstance(value, str)
        and schema["minLength"] <= len(value) <= schema["maxLength"]
        and re.search(schema["pattern"], value) is not None
    )


@schemathesis.hook
def after_call(context: HookContext, case: Case, response: Response) -> None:
    gc.enable()
    phase = case.meta.phase.name.value if case.meta is not None else "probes"
    _tally[(case.operation.label, phase, response.status_code)] += 1
    if response.status_code not in (200, 201):
        return
    if case.operation.label == "GET /tasks" and (cursor := response.json()["nextCursor"]) is not None:
        _pages[cursor] = {name: value for name, value in case.query.items() if name != "cursor"}
    elif case.operation.label.endswith(("POST /tasks", "/tasks/{taskId}")):
        _versions[response.json()["id"]] = response.headers["etag"][0]


@schemathesis.cli.handler()
class _Tally(EventHandler):
    """How often each operation was called in each phase, what it answered, and how many sequences of requests there
    were: for the summary, and to notice that a phase has ended early, which Schemathesis does not tell.
    """

    def __init__(self, **_parameters: object) -> None:
        self.sequences = 0

    def handle_event(self, ctx: object, event: object) -> None:
        if isinstance(event, ScenarioFinished) and event.phase.name == "STATEFUL_TESTING":
            self.sequences += 1

    def shutdown(self, ctx: object) -> None:
        if path := os.environ.get("DAST_TALLY"):
            calls = [
                {"operation": o, "phase": p, "status": s, "cases": n} for (o, p, s), n in sorted(_tally.items())
            ]
            with open(path, "w", encoding="utf-8") as file:
                json.dump({"calls": calls, "sequences": self.sequences}, file)


@schemathesis.hook
def before_load_schema(context: HookContext, raw_schema: dict) -> None:
    """Schemathesis 4.32 makes the headers of its coverage phase of letters and digits only. For a pattern that wants
    another character (the quotes around entity tags and keys) it finds no valid value, and puts an invalid one into
    every case of the operation, those that it calls valid too. The values of a `format` it takes as they are: so in
    its own copy of the contract, each header with a pattern gets a format whose values are made from the pattern.
    """
    components = raw_schema["components"]
    for name, parameter in components["parameters"].items():
        schema = parameter["schema"]
        if "$ref" in schema:
            schema = components["schemas"][schema["$ref"].removeprefix("#/components/schemas/")]
        if parameter["in"] == "header" and "pattern" in schema:
            parameter["schema"] = {**schema, "format": f"header-{name}"}
            schemathesis.openapi.format(f"header-{name}", _matching(schema))


def _matching(schema: dict) -> st.SearchStrategy[str]:
    values = st.from_regex(re.compile(schema["pattern"], re.ASCII), fullmatch=True)
    return values.filter(lambda value: schema["minLength"] <= len(value) <= schema["maxLength"])

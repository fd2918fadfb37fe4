"""Hooks that help Schemathesis to send meaningful requests. The docstring of each hook states why it weakens no check."""

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

from dast import schemathesis_patches

schemathesis_patches.apply_patches()

# Collected from the responses of this run: the query of each cursor, and the latest version of each item.
_pages: dict[tuple, dict] = {}
_versions: dict[str, str] = {}
_change_cursors: set[str] = set()

_counter = itertools.count()
_counts: Counter = Counter()


@schemathesis.hook
def before_call(context: HookContext, case: Case, kwargs: dict) -> None:
    # In a long run, garbage collection in Schemathesis takes seconds, which would count as the service's response time.
    gc.disable()
    if _is_list(case):
        _keep_only_real_cursors(case)
    elif case.operation.label == "GET /changes":
        _keep_only_real_change_cursors(case)
        _wait_briefly(case)
    elif _is_valid(case):
        # An invalid request must be rejected regardless of its key or version.
        _make_idempotency_key_unique(case)
        _use_current_version(case)
        _make_title_visible(case)
        _use_public_url(case)


def _is_list(case: Case) -> bool:
    return case.operation.query.get("cursor") is not None


def _page_key(case: Case, cursor: str) -> tuple:
    return (case.operation.label, *case.path_parameters.values(), cursor)


def _is_valid(case: Case) -> bool:
    return case.meta is not None and case.meta.generation.mode.is_positive


def _keep_only_real_cursors(case: Case) -> None:
    """Removes generated cursors that match the schema: only the service can create a valid cursor, and any other cursor
    causes a 422 before the rest of the request is tested. A real cursor comes from the link NextPage. The contract
    requires the filters and the order of the first page with every cursor. A link cannot provide them, so this hook
    adds them. Cursors that violate the schema are sent. Jest tests altered cursors and cursors of other queries.
    """
    cursor = case.query.get("cursor")
    if not _matches_schema(case.operation.query.get("cursor"), cursor):
        return
    page = _pages.get(_page_key(case, cursor))
    if page is not None and _is_valid(case):
        case.query = {**page, "cursor": cursor}
    else:
        del case.query["cursor"]


def _keep_only_real_change_cursors(case: Case) -> None:
    """Removes generated cursors that match the schema, as for GET /tasks. A real cursor comes from the link NextChanges.
    Jest tests altered and expired cursors.
    """
    since = case.query.get("since")
    if _matches_schema(case.operation.query.get("since"), since) and since not in _change_cursors:
        del case.query["since"]


def _wait_briefly(case: Case) -> None:
    """Shortens a valid wait to a second: a run with waits of 30 seconds would take hours. Jest tests the waiting."""
    wait = case.query.get("wait")
    if str(wait).isdecimal() and 1 < int(wait) <= 30:
        case.query["wait"] = 1


def _make_idempotency_key_unique(case: Case) -> None:
    """Prefixes each generated key with a unique part: the generator repeats keys, and a repeated key with a
    different body causes a 422. Jest tests the reuse of keys.
    """
    parameter = case.operation.headers.get("Idempotency-Key")
    key = case.headers.get("Idempotency-Key")
    if parameter is not None and _matches_schema(parameter, key):
        fresh = f'"{uuid.uuid4()} '
        is_short = len(fresh) + len(key) <= parameter.definition["schema"]["maxLength"]
        case.headers["Idempotency-Key"] = fresh + (key[1:] if is_short else '"')


def _use_current_version(case: Case) -> None:
    """Replaces every second generated If-Match with the current entity tag, and removes If-None-Match: a generated tag
    causes a 412, so the change itself would not be tested.
    """
    parameter = case.operation.headers.get("If-Match")
    if parameter is None or case.operation.method.upper() == "GET":
        return
    version = _versions.get(str(next(iter(case.path_parameters.values()))))
    if version is not None and _matches_schema(parameter, case.headers.get("If-Match")) and next(_counter) % 2:
        case.headers["If-Match"] = version
        case.headers.pop("If-None-Match", None)


def _use_public_url(case: Case) -> None:
    """Replaces a generated URL that matches the schema: a pattern cannot express which hosts are public. Jest tests the URLs
    that are refused.
    """
    if isinstance(case.body, dict) and isinstance(case.body.get("url"), str):
        case.body = {**case.body, "url": f"https://hooks.example.com/{next(_counter)}"}


_title_pattern = ""
# The characters beyond U+FFFF that `x-unicode-pattern` treats as invisible.
_INVISIBLE = re.compile("[\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]")


def _make_title_visible(case: Case) -> None:
    """Replaces the first character of a title that consists of invisible characters only. The contract's `pattern` cannot
    express which characters beyond U+FFFF are invisible; `x-unicode-pattern` can, but Schemathesis does not support it.
    """
    if not isinstance(case.body, dict):
        return
    if "operations" in case.body:
        case.body = {
            "operations": [
                {**operation, "task": _with_visible_title(operation["task"])} if "task" in operation else operation
                for operation in case.body["operations"]
            ]
        }
    else:
        case.body = _with_visible_title(case.body)


def _with_visible_title(task: dict) -> dict:
    title = task.get("title")
    if isinstance(title, str) and title and re.search(_title_pattern, _INVISIBLE.sub("", title)) is None:
        return {**task, "title": "a" + title[1:]}
    return task


def _matches_schema(parameter, value: object) -> bool:
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
    _counts[(case.operation.label, phase, response.status_code)] += 1
    if response.status_code not in (200, 201):
        return
    if _is_list(case):
        if (cursor := response.json()["nextCursor"]) is not None:
            _pages[_page_key(case, cursor)] = {name: value for name, value in case.query.items() if name != "cursor"}
    elif case.operation.label == "GET /changes":
        _change_cursors.add(response.json()["nextCursor"])
    elif (tag := response.headers.get("etag")) is not None and "json" in response.headers["content-type"][0]:
        _versions[str(response.json().get("id"))] = tag[0]


@schemathesis.cli.handler()
class _Counts(EventHandler):
    """Counts calls by operation, phase and status, and request sequences: for the summary, and to detect a phase that
    Schemathesis ended early without a message.
    """

    def __init__(self, **_parameters: object) -> None:
        self.sequences = 0

    def handle_event(self, ctx: object, event: object) -> None:
        if isinstance(event, ScenarioFinished) and event.phase.name == "STATEFUL_TESTING":
            self.sequences += 1

    def shutdown(self, ctx: object) -> None:
        if path := os.environ.get("DAST_COUNTS"):
            calls = [
                {"operation": o, "phase": p, "status": s, "cases": n} for (o, p, s), n in sorted(_counts.items())
            ]
            with open(path, "w", encoding="utf-8") as file:
                json.dump({"calls": calls, "sequences": self.sequences}, file)


@schemathesis.deserializer("application/openmetrics-text")
def read_metrics(context, response: Response) -> str:
    """Reads metrics as text, like text/plain, so that their schema is checked."""
    return response.content.decode()


@schemathesis.hook
def before_load_schema(context: HookContext, raw_schema: dict) -> None:
    """In its coverage phase, Schemathesis 4.32 generates headers from letters and digits only. For a pattern that
    requires any other character (the quotes around entity tags and keys), it sends an invalid value even in cases that
    it considers valid. It uses the values of a `format` unchanged, so its copy of the contract gets a format for each
    header with a pattern.
    """
    global _title_pattern
    components = raw_schema["components"]
    _title_pattern = components["schemas"]["TaskTitle"]["pattern"]
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

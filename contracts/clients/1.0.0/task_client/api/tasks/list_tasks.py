from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.insufficient_scope_problem import InsufficientScopeProblem
from ...models.internal_error_problem import InternalErrorProblem
from ...models.invalid_list_problem import InvalidListProblem
from ...models.list_tasks_sort import ListTasksSort
from ...models.list_unavailable_problem import ListUnavailableProblem
from ...models.malformed_request_problem import MalformedRequestProblem
from ...models.not_acceptable_problem import NotAcceptableProblem
from ...models.task_page import TaskPage
from ...models.task_priority import TaskPriority
from ...models.task_status import TaskStatus
from ...models.too_many_requests_problem import TooManyRequestsProblem
from ...models.unauthorized_problem import UnauthorizedProblem
from ...types import UNSET, Unset
from typing import cast
import datetime



def _get_kwargs(
    *,
    status: list[TaskStatus] | Unset = UNSET,
    priority: list[TaskPriority] | Unset = UNSET,
    tag: list[str] | Unset = UNSET,
    due_before: datetime.datetime | Unset = UNSET,
    due_after: datetime.datetime | Unset = UNSET,
    has_due_date: bool | Unset = UNSET,
    completed_before: datetime.datetime | Unset = UNSET,
    completed_after: datetime.datetime | Unset = UNSET,
    updated_since: datetime.datetime | Unset = UNSET,
    q: str | Unset = UNSET,
    sort: ListTasksSort | Unset = UNSET,
    cursor: str | Unset = UNSET,
    limit: int | Unset = 20,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_status: list[str] | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = []
        for status_item_data in status:
            status_item = status_item_data.value
            json_status.append(status_item)


    params["status"] = json_status

    json_priority: list[str] | Unset = UNSET
    if not isinstance(priority, Unset):
        json_priority = []
        for priority_item_data in priority:
            priority_item = priority_item_data.value
            json_priority.append(priority_item)


    params["priority"] = json_priority

    json_tag: list[str] | Unset = UNSET
    if not isinstance(tag, Unset):
        json_tag = tag


    params["tag"] = json_tag

    json_due_before: str | Unset = UNSET
    if not isinstance(due_before, Unset):
        json_due_before = due_before.isoformat()
    params["dueBefore"] = json_due_before

    json_due_after: str | Unset = UNSET
    if not isinstance(due_after, Unset):
        json_due_after = due_after.isoformat()
    params["dueAfter"] = json_due_after

    params["hasDueDate"] = has_due_date

    json_completed_before: str | Unset = UNSET
    if not isinstance(completed_before, Unset):
        json_completed_before = completed_before.isoformat()
    params["completedBefore"] = json_completed_before

    json_completed_after: str | Unset = UNSET
    if not isinstance(completed_after, Unset):
        json_completed_after = completed_after.isoformat()
    params["completedAfter"] = json_completed_after

    json_updated_since: str | Unset = UNSET
    if not isinstance(updated_since, Unset):
        json_updated_since = updated_since.isoformat()
    params["updatedSince"] = json_updated_since

    params["q"] = q

    json_sort: str | Unset = UNSET
    if not isinstance(sort, Unset):
        json_sort = sort.value

    params["sort"] = json_sort

    params["cursor"] = cursor

    params["limit"] = limit


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/tasks",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> InsufficientScopeProblem | InternalErrorProblem | InvalidListProblem | ListUnavailableProblem | MalformedRequestProblem | NotAcceptableProblem | TaskPage | TooManyRequestsProblem | UnauthorizedProblem | None:
    if response.status_code == 200:
        response_200 = TaskPage.from_dict(response.json())



        return response_200

    if response.status_code == 400:
        response_400 = MalformedRequestProblem.from_dict(response.json())



        return response_400

    if response.status_code == 401:
        response_401 = UnauthorizedProblem.from_dict(response.json())



        return response_401

    if response.status_code == 403:
        response_403 = InsufficientScopeProblem.from_dict(response.json())



        return response_403

    if response.status_code == 406:
        response_406 = NotAcceptableProblem.from_dict(response.json())



        return response_406

    if response.status_code == 422:
        response_422 = InvalidListProblem.from_dict(response.json())



        return response_422

    if response.status_code == 429:
        response_429 = TooManyRequestsProblem.from_dict(response.json())



        return response_429

    if response.status_code == 500:
        response_500 = InternalErrorProblem.from_dict(response.json())



        return response_500

    if response.status_code == 503:
        response_503 = ListUnavailableProblem.from_dict(response.json())



        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[InsufficientScopeProblem | InternalErrorProblem | InvalidListProblem | ListUnavailableProblem | MalformedRequestProblem | NotAcceptableProblem | TaskPage | TooManyRequestsProblem | UnauthorizedProblem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    status: list[TaskStatus] | Unset = UNSET,
    priority: list[TaskPriority] | Unset = UNSET,
    tag: list[str] | Unset = UNSET,
    due_before: datetime.datetime | Unset = UNSET,
    due_after: datetime.datetime | Unset = UNSET,
    has_due_date: bool | Unset = UNSET,
    completed_before: datetime.datetime | Unset = UNSET,
    completed_after: datetime.datetime | Unset = UNSET,
    updated_since: datetime.datetime | Unset = UNSET,
    q: str | Unset = UNSET,
    sort: ListTasksSort | Unset = UNSET,
    cursor: str | Unset = UNSET,
    limit: int | Unset = 20,

) -> Response[InsufficientScopeProblem | InternalErrorProblem | InvalidListProblem | ListUnavailableProblem | MalformedRequestProblem | NotAcceptableProblem | TaskPage | TooManyRequestsProblem | UnauthorizedProblem]:
    """ List your tasks

     Returns a page of your tasks, newest first by default. Repeat a filter to match any of several
    values
    (`status=pending&status=in_progress`). Different filters are combined with AND.

    The cost of a page does not depend on the number of tasks for any order without a filter, and for
    filters
    in an order that goes with them: `status`, `priority` or `tag` (one of them, with any number of
    values) by
    creation, `status` by due date, `priority` by priority, and filters by time in the order of that
    time.
    Other combinations read or sort more tasks than they return. They are stopped after a few seconds
    with 503
    and the type `query-too-expensive`, and only a few of them run at once.

    Args:
        status (list[TaskStatus] | Unset):
        priority (list[TaskPriority] | Unset):
        tag (list[str] | Unset):
        due_before (datetime.datetime | Unset): An RFC 3339 date-time with an upper-case `T`, and
            an upper-case `Z` or a numeric offset. It is converted
            to UTC and truncated to milliseconds. Leap seconds and the year 0000 are rejected. An
            offset must not be
            east of UTC in the year 0001, nor west of it in 9999.
        due_after (datetime.datetime | Unset): An RFC 3339 date-time with an upper-case `T`, and
            an upper-case `Z` or a numeric offset. It is converted
            to UTC and truncated to milliseconds. Leap seconds and the year 0000 are rejected. An
            offset must not be
            east of UTC in the year 0001, nor west of it in 9999.
        has_due_date (bool | Unset):
        completed_before (datetime.datetime | Unset): An RFC 3339 date-time with an upper-case
            `T`, and an upper-case `Z` or a numeric offset. It is converted
            to UTC and truncated to milliseconds. Leap seconds and the year 0000 are rejected. An
            offset must not be
            east of UTC in the year 0001, nor west of it in 9999.
        completed_after (datetime.datetime | Unset): An RFC 3339 date-time with an upper-case `T`,
            and an upper-case `Z` or a numeric offset. It is converted
            to UTC and truncated to milliseconds. Leap seconds and the year 0000 are rejected. An
            offset must not be
            east of UTC in the year 0001, nor west of it in 9999.
        updated_since (datetime.datetime | Unset): An RFC 3339 date-time with an upper-case `T`,
            and an upper-case `Z` or a numeric offset. It is converted
            to UTC and truncated to milliseconds. Leap seconds and the year 0000 are rejected. An
            offset must not be
            east of UTC in the year 0001, nor west of it in 9999.
        q (str | Unset):
        sort (ListTasksSort | Unset):
        cursor (str | Unset):
        limit (int | Unset):  Default: 20.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[InsufficientScopeProblem | InternalErrorProblem | InvalidListProblem | ListUnavailableProblem | MalformedRequestProblem | NotAcceptableProblem | TaskPage | TooManyRequestsProblem | UnauthorizedProblem]
     """


    kwargs = _get_kwargs(
        status=status,
priority=priority,
tag=tag,
due_before=due_before,
due_after=due_after,
has_due_date=has_due_date,
completed_before=completed_before,
completed_after=completed_after,
updated_since=updated_since,
q=q,
sort=sort,
cursor=cursor,
limit=limit,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient,
    status: list[TaskStatus] | Unset = UNSET,
    priority: list[TaskPriority] | Unset = UNSET,
    tag: list[str] | Unset = UNSET,
    due_before: datetime.datetime | Unset = UNSET,
    due_after: datetime.datetime | Unset = UNSET,
    has_due_date: bool | Unset = UNSET,
    completed_before: datetime.datetime | Unset = UNSET,
    completed_after: datetime.datetime | Unset = UNSET,
    updated_since: datetime.datetime | Unset = UNSET,
    q: str | Unset = UNSET,
    sort: ListTasksSort | Unset = UNSET,
    cursor: str | Unset = UNSET,
    limit: int | Unset = 20,

) -> InsufficientScopeProblem | InternalErrorProblem | InvalidListProblem | ListUnavailableProblem | MalformedRequestProblem | NotAcceptableProblem | TaskPage | TooManyRequestsProblem | UnauthorizedProblem | None:
    """ List your tasks

     Returns a page of your tasks, newest first by default. Repeat a filter to match any of several
    values
    (`status=pending&status=in_progress`). Different filters are combined with AND.

    The cost of a page does not depend on the number of tasks for any order without a filter, and for
    filters
    in an order that goes with them: `status`, `priority` or `tag` (one of them, with any number of
    values) by
    creation, `status` by due date, `priority` by priority, and filters by time in the order of that
    time.
    Other combinations read or sort more tasks than they return. They are stopped after a few seconds
    with 503
    and the type `query-too-expensive`, and only a few of them run at once.

    Args:
        status (list[TaskStatus] | Unset):
        priority (list[TaskPriority] | Unset):
        tag (list[str] | Unset):
        due_before (datetime.datetime | Unset): An RFC 3339 date-time with an upper-case `T`, and
            an upper-case `Z` or a numeric offset. It is converted
            to UTC and truncated to milliseconds. Leap seconds and the year 0000 are rejected. An
            offset must not be
            east of UTC in the year 0001, nor west of it in 9999.
        due_after (datetime.datetime | Unset): An RFC 3339 date-time with an upper-case `T`, and
            an upper-case `Z` or a numeric offset. It is converted
            to UTC and truncated to milliseconds. Leap seconds and the year 0000 are rejected. An
            offset must not be
            east of UTC in the year 0001, nor west of it in 9999.
        has_due_date (bool | Unset):
        completed_before (datetime.datetime | Unset): An RFC 3339 date-time with an upper-case
            `T`, and an upper-case `Z` or a numeric offset. It is converted
            to UTC and truncated to milliseconds. Leap seconds and the year 0000 are rejected. An
            offset must not be
            east of UTC in the year 0001, nor west of it in 9999.
        completed_after (datetime.datetime | Unset): An RFC 3339 date-time with an upper-case `T`,
            and an upper-case `Z` or a numeric offset. It is converted
            to UTC and truncated to milliseconds. Leap seconds and the year 0000 are rejected. An
            offset must not be
            east of UTC in the year 0001, nor west of it in 9999.
        updated_since (datetime.datetime | Unset): An RFC 3339 date-time with an upper-case `T`,
            and an upper-case `Z` or a numeric offset. It is converted
            to UTC and truncated to milliseconds. Leap seconds and the year 0000 are rejected. An
            offset must not be
            east of UTC in the year 0001, nor west of it in 9999.
        q (str | Unset):
        sort (ListTasksSort | Unset):
        cursor (str | Unset):
        limit (int | Unset):  Default: 20.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        InsufficientScopeProblem | InternalErrorProblem | InvalidListProblem | ListUnavailableProblem | MalformedRequestProblem | NotAcceptableProblem | TaskPage | TooManyRequestsProblem | UnauthorizedProblem
     """


    return sync_detailed(
        client=client,
status=status,
priority=priority,
tag=tag,
due_before=due_before,
due_after=due_after,
has_due_date=has_due_date,
completed_before=completed_before,
completed_after=completed_after,
updated_since=updated_since,
q=q,
sort=sort,
cursor=cursor,
limit=limit,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    status: list[TaskStatus] | Unset = UNSET,
    priority: list[TaskPriority] | Unset = UNSET,
    tag: list[str] | Unset = UNSET,
    due_before: datetime.datetime | Unset = UNSET,
    due_after: datetime.datetime | Unset = UNSET,
    has_due_date: bool | Unset = UNSET,
    completed_before: datetime.datetime | Unset = UNSET,
    completed_after: datetime.datetime | Unset = UNSET,
    updated_since: datetime.datetime | Unset = UNSET,
    q: str | Unset = UNSET,
    sort: ListTasksSort | Unset = UNSET,
    cursor: str | Unset = UNSET,
    limit: int | Unset = 20,

) -> Response[InsufficientScopeProblem | InternalErrorProblem | InvalidListProblem | ListUnavailableProblem | MalformedRequestProblem | NotAcceptableProblem | TaskPage | TooManyRequestsProblem | UnauthorizedProblem]:
    """ List your tasks

     Returns a page of your tasks, newest first by default. Repeat a filter to match any of several
    values
    (`status=pending&status=in_progress`). Different filters are combined with AND.

    The cost of a page does not depend on the number of tasks for any order without a filter, and for
    filters
    in an order that goes with them: `status`, `priority` or `tag` (one of them, with any number of
    values) by
    creation, `status` by due date, `priority` by priority, and filters by time in the order of that
    time.
    Other combinations read or sort more tasks than they return. They are stopped after a few seconds
    with 503
    and the type `query-too-expensive`, and only a few of them run at once.

    Args:
        status (list[TaskStatus] | Unset):
        priority (list[TaskPriority] | Unset):
        tag (list[str] | Unset):
        due_before (datetime.datetime | Unset): An RFC 3339 date-time with an upper-case `T`, and
            an upper-case `Z` or a numeric offset. It is converted
            to UTC and truncated to milliseconds. Leap seconds and the year 0000 are rejected. An
            offset must not be
            east of UTC in the year 0001, nor west of it in 9999.
        due_after (datetime.datetime | Unset): An RFC 3339 date-time with an upper-case `T`, and
            an upper-case `Z` or a numeric offset. It is converted
            to UTC and truncated to milliseconds. Leap seconds and the year 0000 are rejected. An
            offset must not be
            east of UTC in the year 0001, nor west of it in 9999.
        has_due_date (bool | Unset):
        completed_before (datetime.datetime | Unset): An RFC 3339 date-time with an upper-case
            `T`, and an upper-case `Z` or a numeric offset. It is converted
            to UTC and truncated to milliseconds. Leap seconds and the year 0000 are rejected. An
            offset must not be
            east of UTC in the year 0001, nor west of it in 9999.
        completed_after (datetime.datetime | Unset): An RFC 3339 date-time with an upper-case `T`,
            and an upper-case `Z` or a numeric offset. It is converted
            to UTC and truncated to milliseconds. Leap seconds and the year 0000 are rejected. An
            offset must not be
            east of UTC in the year 0001, nor west of it in 9999.
        updated_since (datetime.datetime | Unset): An RFC 3339 date-time with an upper-case `T`,
            and an upper-case `Z` or a numeric offset. It is converted
            to UTC and truncated to milliseconds. Leap seconds and the year 0000 are rejected. An
            offset must not be
            east of UTC in the year 0001, nor west of it in 9999.
        q (str | Unset):
        sort (ListTasksSort | Unset):
        cursor (str | Unset):
        limit (int | Unset):  Default: 20.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[InsufficientScopeProblem | InternalErrorProblem | InvalidListProblem | ListUnavailableProblem | MalformedRequestProblem | NotAcceptableProblem | TaskPage | TooManyRequestsProblem | UnauthorizedProblem]
     """


    kwargs = _get_kwargs(
        status=status,
priority=priority,
tag=tag,
due_before=due_before,
due_after=due_after,
has_due_date=has_due_date,
completed_before=completed_before,
completed_after=completed_after,
updated_since=updated_since,
q=q,
sort=sort,
cursor=cursor,
limit=limit,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient,
    status: list[TaskStatus] | Unset = UNSET,
    priority: list[TaskPriority] | Unset = UNSET,
    tag: list[str] | Unset = UNSET,
    due_before: datetime.datetime | Unset = UNSET,
    due_after: datetime.datetime | Unset = UNSET,
    has_due_date: bool | Unset = UNSET,
    completed_before: datetime.datetime | Unset = UNSET,
    completed_after: datetime.datetime | Unset = UNSET,
    updated_since: datetime.datetime | Unset = UNSET,
    q: str | Unset = UNSET,
    sort: ListTasksSort | Unset = UNSET,
    cursor: str | Unset = UNSET,
    limit: int | Unset = 20,

) -> InsufficientScopeProblem | InternalErrorProblem | InvalidListProblem | ListUnavailableProblem | MalformedRequestProblem | NotAcceptableProblem | TaskPage | TooManyRequestsProblem | UnauthorizedProblem | None:
    """ List your tasks

     Returns a page of your tasks, newest first by default. Repeat a filter to match any of several
    values
    (`status=pending&status=in_progress`). Different filters are combined with AND.

    The cost of a page does not depend on the number of tasks for any order without a filter, and for
    filters
    in an order that goes with them: `status`, `priority` or `tag` (one of them, with any number of
    values) by
    creation, `status` by due date, `priority` by priority, and filters by time in the order of that
    time.
    Other combinations read or sort more tasks than they return. They are stopped after a few seconds
    with 503
    and the type `query-too-expensive`, and only a few of them run at once.

    Args:
        status (list[TaskStatus] | Unset):
        priority (list[TaskPriority] | Unset):
        tag (list[str] | Unset):
        due_before (datetime.datetime | Unset): An RFC 3339 date-time with an upper-case `T`, and
            an upper-case `Z` or a numeric offset. It is converted
            to UTC and truncated to milliseconds. Leap seconds and the year 0000 are rejected. An
            offset must not be
            east of UTC in the year 0001, nor west of it in 9999.
        due_after (datetime.datetime | Unset): An RFC 3339 date-time with an upper-case `T`, and
            an upper-case `Z` or a numeric offset. It is converted
            to UTC and truncated to milliseconds. Leap seconds and the year 0000 are rejected. An
            offset must not be
            east of UTC in the year 0001, nor west of it in 9999.
        has_due_date (bool | Unset):
        completed_before (datetime.datetime | Unset): An RFC 3339 date-time with an upper-case
            `T`, and an upper-case `Z` or a numeric offset. It is converted
            to UTC and truncated to milliseconds. Leap seconds and the year 0000 are rejected. An
            offset must not be
            east of UTC in the year 0001, nor west of it in 9999.
        completed_after (datetime.datetime | Unset): An RFC 3339 date-time with an upper-case `T`,
            and an upper-case `Z` or a numeric offset. It is converted
            to UTC and truncated to milliseconds. Leap seconds and the year 0000 are rejected. An
            offset must not be
            east of UTC in the year 0001, nor west of it in 9999.
        updated_since (datetime.datetime | Unset): An RFC 3339 date-time with an upper-case `T`,
            and an upper-case `Z` or a numeric offset. It is converted
            to UTC and truncated to milliseconds. Leap seconds and the year 0000 are rejected. An
            offset must not be
            east of UTC in the year 0001, nor west of it in 9999.
        q (str | Unset):
        sort (ListTasksSort | Unset):
        cursor (str | Unset):
        limit (int | Unset):  Default: 20.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        InsufficientScopeProblem | InternalErrorProblem | InvalidListProblem | ListUnavailableProblem | MalformedRequestProblem | NotAcceptableProblem | TaskPage | TooManyRequestsProblem | UnauthorizedProblem
     """


    return (await asyncio_detailed(
        client=client,
status=status,
priority=priority,
tag=tag,
due_before=due_before,
due_after=due_after,
has_due_date=has_due_date,
completed_before=completed_before,
completed_after=completed_after,
updated_since=updated_since,
q=q,
sort=sort,
cursor=cursor,
limit=limit,

    )).parsed

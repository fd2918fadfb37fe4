from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.content_too_large_problem import ContentTooLargeProblem
from ...models.insufficient_scope_problem import InsufficientScopeProblem
from ...models.internal_error_problem import InternalErrorProblem
from ...models.malformed_request_problem import MalformedRequestProblem
from ...models.not_acceptable_problem import NotAcceptableProblem
from ...models.precondition_failed_problem import PreconditionFailedProblem
from ...models.quota_exceeded_problem import QuotaExceededProblem
from ...models.service_unavailable_problem import ServiceUnavailableProblem
from ...models.task import Task
from ...models.task_not_found_problem import TaskNotFoundProblem
from ...models.too_many_requests_problem import TooManyRequestsProblem
from ...models.unauthorized_problem import UnauthorizedProblem
from ...models.unsupported_media_type_problem import UnsupportedMediaTypeProblem
from ...models.update_task import UpdateTask
from ...models.validation_failed_problem import ValidationFailedProblem
from ...types import UNSET, Unset
from typing import cast
from uuid import UUID



def _get_kwargs(
    task_id: UUID,
    *,
    body:    UpdateTask  |     UpdateTask  | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match



    

    

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/tasks/{task_id}".format(task_id=quote(str(task_id), safe=""),),
    }

    if isinstance(body, UpdateTask):
        _kwargs["json"] = body.to_dict()

        headers["Content-Type"] = "application/merge-patch+json"
    if isinstance(body, UpdateTask):
        _kwargs["json"] = body.to_dict()

        headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ContentTooLargeProblem | InsufficientScopeProblem | InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | PreconditionFailedProblem | QuotaExceededProblem | ServiceUnavailableProblem | Task | TaskNotFoundProblem | TooManyRequestsProblem | UnauthorizedProblem | UnsupportedMediaTypeProblem | ValidationFailedProblem | None:
    if response.status_code == 200:
        response_200 = Task.from_dict(response.json())



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

    if response.status_code == 404:
        response_404 = TaskNotFoundProblem.from_dict(response.json())



        return response_404

    if response.status_code == 406:
        response_406 = NotAcceptableProblem.from_dict(response.json())



        return response_406

    if response.status_code == 409:
        response_409 = QuotaExceededProblem.from_dict(response.json())



        return response_409

    if response.status_code == 412:
        response_412 = PreconditionFailedProblem.from_dict(response.json())



        return response_412

    if response.status_code == 413:
        response_413 = ContentTooLargeProblem.from_dict(response.json())



        return response_413

    if response.status_code == 415:
        response_415 = UnsupportedMediaTypeProblem.from_dict(response.json())



        return response_415

    if response.status_code == 422:
        response_422 = ValidationFailedProblem.from_dict(response.json())



        return response_422

    if response.status_code == 429:
        response_429 = TooManyRequestsProblem.from_dict(response.json())



        return response_429

    if response.status_code == 500:
        response_500 = InternalErrorProblem.from_dict(response.json())



        return response_500

    if response.status_code == 503:
        response_503 = ServiceUnavailableProblem.from_dict(response.json())



        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[ContentTooLargeProblem | InsufficientScopeProblem | InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | PreconditionFailedProblem | QuotaExceededProblem | ServiceUnavailableProblem | Task | TaskNotFoundProblem | TooManyRequestsProblem | UnauthorizedProblem | UnsupportedMediaTypeProblem | ValidationFailedProblem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    task_id: UUID,
    *,
    client: AuthenticatedClient,
    body:    UpdateTask  |     UpdateTask  | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,

) -> Response[ContentTooLargeProblem | InsufficientScopeProblem | InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | PreconditionFailedProblem | QuotaExceededProblem | ServiceUnavailableProblem | Task | TaskNotFoundProblem | TooManyRequestsProblem | UnauthorizedProblem | UnsupportedMediaTypeProblem | ValidationFailedProblem]:
    """ Update a task

     Applies a JSON Merge Patch ([RFC 7396](https://www.rfc-editor.org/rfc/rfc7396)): send only the
    fields to
    change. Null clears `description`, `dueAt` or `tags`. `tags` is replaced as a whole. Setting
    `status` to
    `completed` sets `completedAt`; any other status clears it. A patch that changes nothing leaves the
    version
    and `updatedAt` as they are.

    Args:
        task_id (UUID):
        if_match (str | Unset): A comma-separated list of entity tags, or `*` for any version (RFC
            9110, section 13.1).
        if_none_match (str | Unset): A comma-separated list of entity tags, or `*` for any version
            (RFC 9110, section 13.1).
        body (UpdateTask): The fields to change. Omitted fields keep their values.
        body (UpdateTask): The fields to change. Omitted fields keep their values.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ContentTooLargeProblem | InsufficientScopeProblem | InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | PreconditionFailedProblem | QuotaExceededProblem | ServiceUnavailableProblem | Task | TaskNotFoundProblem | TooManyRequestsProblem | UnauthorizedProblem | UnsupportedMediaTypeProblem | ValidationFailedProblem]
     """


    kwargs = _get_kwargs(
        task_id=task_id,
body=body,
if_match=if_match,
if_none_match=if_none_match,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    task_id: UUID,
    *,
    client: AuthenticatedClient,
    body:    UpdateTask  |     UpdateTask  | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,

) -> ContentTooLargeProblem | InsufficientScopeProblem | InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | PreconditionFailedProblem | QuotaExceededProblem | ServiceUnavailableProblem | Task | TaskNotFoundProblem | TooManyRequestsProblem | UnauthorizedProblem | UnsupportedMediaTypeProblem | ValidationFailedProblem | None:
    """ Update a task

     Applies a JSON Merge Patch ([RFC 7396](https://www.rfc-editor.org/rfc/rfc7396)): send only the
    fields to
    change. Null clears `description`, `dueAt` or `tags`. `tags` is replaced as a whole. Setting
    `status` to
    `completed` sets `completedAt`; any other status clears it. A patch that changes nothing leaves the
    version
    and `updatedAt` as they are.

    Args:
        task_id (UUID):
        if_match (str | Unset): A comma-separated list of entity tags, or `*` for any version (RFC
            9110, section 13.1).
        if_none_match (str | Unset): A comma-separated list of entity tags, or `*` for any version
            (RFC 9110, section 13.1).
        body (UpdateTask): The fields to change. Omitted fields keep their values.
        body (UpdateTask): The fields to change. Omitted fields keep their values.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ContentTooLargeProblem | InsufficientScopeProblem | InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | PreconditionFailedProblem | QuotaExceededProblem | ServiceUnavailableProblem | Task | TaskNotFoundProblem | TooManyRequestsProblem | UnauthorizedProblem | UnsupportedMediaTypeProblem | ValidationFailedProblem
     """


    return sync_detailed(
        task_id=task_id,
client=client,
body=body,
if_match=if_match,
if_none_match=if_none_match,

    ).parsed

async def asyncio_detailed(
    task_id: UUID,
    *,
    client: AuthenticatedClient,
    body:    UpdateTask  |     UpdateTask  | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,

) -> Response[ContentTooLargeProblem | InsufficientScopeProblem | InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | PreconditionFailedProblem | QuotaExceededProblem | ServiceUnavailableProblem | Task | TaskNotFoundProblem | TooManyRequestsProblem | UnauthorizedProblem | UnsupportedMediaTypeProblem | ValidationFailedProblem]:
    """ Update a task

     Applies a JSON Merge Patch ([RFC 7396](https://www.rfc-editor.org/rfc/rfc7396)): send only the
    fields to
    change. Null clears `description`, `dueAt` or `tags`. `tags` is replaced as a whole. Setting
    `status` to
    `completed` sets `completedAt`; any other status clears it. A patch that changes nothing leaves the
    version
    and `updatedAt` as they are.

    Args:
        task_id (UUID):
        if_match (str | Unset): A comma-separated list of entity tags, or `*` for any version (RFC
            9110, section 13.1).
        if_none_match (str | Unset): A comma-separated list of entity tags, or `*` for any version
            (RFC 9110, section 13.1).
        body (UpdateTask): The fields to change. Omitted fields keep their values.
        body (UpdateTask): The fields to change. Omitted fields keep their values.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ContentTooLargeProblem | InsufficientScopeProblem | InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | PreconditionFailedProblem | QuotaExceededProblem | ServiceUnavailableProblem | Task | TaskNotFoundProblem | TooManyRequestsProblem | UnauthorizedProblem | UnsupportedMediaTypeProblem | ValidationFailedProblem]
     """


    kwargs = _get_kwargs(
        task_id=task_id,
body=body,
if_match=if_match,
if_none_match=if_none_match,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    task_id: UUID,
    *,
    client: AuthenticatedClient,
    body:    UpdateTask  |     UpdateTask  | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,

) -> ContentTooLargeProblem | InsufficientScopeProblem | InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | PreconditionFailedProblem | QuotaExceededProblem | ServiceUnavailableProblem | Task | TaskNotFoundProblem | TooManyRequestsProblem | UnauthorizedProblem | UnsupportedMediaTypeProblem | ValidationFailedProblem | None:
    """ Update a task

     Applies a JSON Merge Patch ([RFC 7396](https://www.rfc-editor.org/rfc/rfc7396)): send only the
    fields to
    change. Null clears `description`, `dueAt` or `tags`. `tags` is replaced as a whole. Setting
    `status` to
    `completed` sets `completedAt`; any other status clears it. A patch that changes nothing leaves the
    version
    and `updatedAt` as they are.

    Args:
        task_id (UUID):
        if_match (str | Unset): A comma-separated list of entity tags, or `*` for any version (RFC
            9110, section 13.1).
        if_none_match (str | Unset): A comma-separated list of entity tags, or `*` for any version
            (RFC 9110, section 13.1).
        body (UpdateTask): The fields to change. Omitted fields keep their values.
        body (UpdateTask): The fields to change. Omitted fields keep their values.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ContentTooLargeProblem | InsufficientScopeProblem | InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | PreconditionFailedProblem | QuotaExceededProblem | ServiceUnavailableProblem | Task | TaskNotFoundProblem | TooManyRequestsProblem | UnauthorizedProblem | UnsupportedMediaTypeProblem | ValidationFailedProblem
     """


    return (await asyncio_detailed(
        task_id=task_id,
client=client,
body=body,
if_match=if_match,
if_none_match=if_none_match,

    )).parsed

from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.content_too_large_problem import ContentTooLargeProblem
from ...models.create_task import CreateTask
from ...models.insufficient_scope_problem import InsufficientScopeProblem
from ...models.internal_error_problem import InternalErrorProblem
from ...models.invalid_create_problem import InvalidCreateProblem
from ...models.malformed_request_problem import MalformedRequestProblem
from ...models.not_acceptable_problem import NotAcceptableProblem
from ...models.quota_exceeded_problem import QuotaExceededProblem
from ...models.service_unavailable_problem import ServiceUnavailableProblem
from ...models.task import Task
from ...models.too_many_requests_problem import TooManyRequestsProblem
from ...models.unauthorized_problem import UnauthorizedProblem
from ...models.unsupported_media_type_problem import UnsupportedMediaTypeProblem
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    *,
    body: CreateTask,
    idempotency_key: str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key



    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/tasks",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ContentTooLargeProblem | InsufficientScopeProblem | InternalErrorProblem | InvalidCreateProblem | MalformedRequestProblem | NotAcceptableProblem | QuotaExceededProblem | ServiceUnavailableProblem | Task | TooManyRequestsProblem | UnauthorizedProblem | UnsupportedMediaTypeProblem | None:
    if response.status_code == 201:
        response_201 = Task.from_dict(response.json())



        return response_201

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

    if response.status_code == 409:
        response_409 = QuotaExceededProblem.from_dict(response.json())



        return response_409

    if response.status_code == 413:
        response_413 = ContentTooLargeProblem.from_dict(response.json())



        return response_413

    if response.status_code == 415:
        response_415 = UnsupportedMediaTypeProblem.from_dict(response.json())



        return response_415

    if response.status_code == 422:
        response_422 = InvalidCreateProblem.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[ContentTooLargeProblem | InsufficientScopeProblem | InternalErrorProblem | InvalidCreateProblem | MalformedRequestProblem | NotAcceptableProblem | QuotaExceededProblem | ServiceUnavailableProblem | Task | TooManyRequestsProblem | UnauthorizedProblem | UnsupportedMediaTypeProblem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: CreateTask,
    idempotency_key: str | Unset = UNSET,

) -> Response[ContentTooLargeProblem | InsufficientScopeProblem | InternalErrorProblem | InvalidCreateProblem | MalformedRequestProblem | NotAcceptableProblem | QuotaExceededProblem | ServiceUnavailableProblem | Task | TooManyRequestsProblem | UnauthorizedProblem | UnsupportedMediaTypeProblem]:
    """ Create a task

     Creates a task. Only `title` is required; other fields default as documented. `Location` is the URL
    of
    the new task, and `ETag` is its version.

    Send an `Idempotency-Key` to make retries safe.

    Args:
        idempotency_key (str | Unset):
        body (CreateTask): The fields of a new task.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ContentTooLargeProblem | InsufficientScopeProblem | InternalErrorProblem | InvalidCreateProblem | MalformedRequestProblem | NotAcceptableProblem | QuotaExceededProblem | ServiceUnavailableProblem | Task | TooManyRequestsProblem | UnauthorizedProblem | UnsupportedMediaTypeProblem]
     """


    kwargs = _get_kwargs(
        body=body,
idempotency_key=idempotency_key,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient,
    body: CreateTask,
    idempotency_key: str | Unset = UNSET,

) -> ContentTooLargeProblem | InsufficientScopeProblem | InternalErrorProblem | InvalidCreateProblem | MalformedRequestProblem | NotAcceptableProblem | QuotaExceededProblem | ServiceUnavailableProblem | Task | TooManyRequestsProblem | UnauthorizedProblem | UnsupportedMediaTypeProblem | None:
    """ Create a task

     Creates a task. Only `title` is required; other fields default as documented. `Location` is the URL
    of
    the new task, and `ETag` is its version.

    Send an `Idempotency-Key` to make retries safe.

    Args:
        idempotency_key (str | Unset):
        body (CreateTask): The fields of a new task.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ContentTooLargeProblem | InsufficientScopeProblem | InternalErrorProblem | InvalidCreateProblem | MalformedRequestProblem | NotAcceptableProblem | QuotaExceededProblem | ServiceUnavailableProblem | Task | TooManyRequestsProblem | UnauthorizedProblem | UnsupportedMediaTypeProblem
     """


    return sync_detailed(
        client=client,
body=body,
idempotency_key=idempotency_key,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: CreateTask,
    idempotency_key: str | Unset = UNSET,

) -> Response[ContentTooLargeProblem | InsufficientScopeProblem | InternalErrorProblem | InvalidCreateProblem | MalformedRequestProblem | NotAcceptableProblem | QuotaExceededProblem | ServiceUnavailableProblem | Task | TooManyRequestsProblem | UnauthorizedProblem | UnsupportedMediaTypeProblem]:
    """ Create a task

     Creates a task. Only `title` is required; other fields default as documented. `Location` is the URL
    of
    the new task, and `ETag` is its version.

    Send an `Idempotency-Key` to make retries safe.

    Args:
        idempotency_key (str | Unset):
        body (CreateTask): The fields of a new task.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ContentTooLargeProblem | InsufficientScopeProblem | InternalErrorProblem | InvalidCreateProblem | MalformedRequestProblem | NotAcceptableProblem | QuotaExceededProblem | ServiceUnavailableProblem | Task | TooManyRequestsProblem | UnauthorizedProblem | UnsupportedMediaTypeProblem]
     """


    kwargs = _get_kwargs(
        body=body,
idempotency_key=idempotency_key,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient,
    body: CreateTask,
    idempotency_key: str | Unset = UNSET,

) -> ContentTooLargeProblem | InsufficientScopeProblem | InternalErrorProblem | InvalidCreateProblem | MalformedRequestProblem | NotAcceptableProblem | QuotaExceededProblem | ServiceUnavailableProblem | Task | TooManyRequestsProblem | UnauthorizedProblem | UnsupportedMediaTypeProblem | None:
    """ Create a task

     Creates a task. Only `title` is required; other fields default as documented. `Location` is the URL
    of
    the new task, and `ETag` is its version.

    Send an `Idempotency-Key` to make retries safe.

    Args:
        idempotency_key (str | Unset):
        body (CreateTask): The fields of a new task.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ContentTooLargeProblem | InsufficientScopeProblem | InternalErrorProblem | InvalidCreateProblem | MalformedRequestProblem | NotAcceptableProblem | QuotaExceededProblem | ServiceUnavailableProblem | Task | TooManyRequestsProblem | UnauthorizedProblem | UnsupportedMediaTypeProblem
     """


    return (await asyncio_detailed(
        client=client,
body=body,
idempotency_key=idempotency_key,

    )).parsed

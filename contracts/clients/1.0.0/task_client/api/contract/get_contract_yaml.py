from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.internal_error_problem import InternalErrorProblem
from ...models.malformed_request_problem import MalformedRequestProblem
from ...models.not_acceptable_problem import NotAcceptableProblem
from ...models.too_many_requests_problem import TooManyRequestsProblem
from ...models.validation_failed_problem import ValidationFailedProblem
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    *,
    if_none_match: str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match



    

    

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/openapi.yaml",
    }


    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Any | InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | TooManyRequestsProblem | ValidationFailedProblem | None:
    if response.status_code == 304:
        response_304 = cast(Any, None)
        return response_304

    if response.status_code == 400:
        response_400 = MalformedRequestProblem.from_dict(response.json())



        return response_400

    if response.status_code == 406:
        response_406 = NotAcceptableProblem.from_dict(response.json())



        return response_406

    if response.status_code == 422:
        response_422 = ValidationFailedProblem.from_dict(response.json())



        return response_422

    if response.status_code == 429:
        response_429 = TooManyRequestsProblem.from_dict(response.json())



        return response_429

    if response.status_code == 500:
        response_500 = InternalErrorProblem.from_dict(response.json())



        return response_500

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Any | InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | TooManyRequestsProblem | ValidationFailedProblem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    if_none_match: str | Unset = UNSET,

) -> Response[Any | InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | TooManyRequestsProblem | ValidationFailedProblem]:
    """ Get the contract as YAML

     Returns this document byte for byte, including comments. The `ETag` changes only with its content
    and its content
    coding: brotli or gzip, if `Accept-Encoding` allows it.

    Args:
        if_none_match (str | Unset): A comma-separated list of entity tags, or `*` for any version
            (RFC 9110, section 13.1).

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | TooManyRequestsProblem | ValidationFailedProblem]
     """


    kwargs = _get_kwargs(
        if_none_match=if_none_match,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient | Client,
    if_none_match: str | Unset = UNSET,

) -> Any | InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | TooManyRequestsProblem | ValidationFailedProblem | None:
    """ Get the contract as YAML

     Returns this document byte for byte, including comments. The `ETag` changes only with its content
    and its content
    coding: brotli or gzip, if `Accept-Encoding` allows it.

    Args:
        if_none_match (str | Unset): A comma-separated list of entity tags, or `*` for any version
            (RFC 9110, section 13.1).

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | TooManyRequestsProblem | ValidationFailedProblem
     """


    return sync_detailed(
        client=client,
if_none_match=if_none_match,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    if_none_match: str | Unset = UNSET,

) -> Response[Any | InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | TooManyRequestsProblem | ValidationFailedProblem]:
    """ Get the contract as YAML

     Returns this document byte for byte, including comments. The `ETag` changes only with its content
    and its content
    coding: brotli or gzip, if `Accept-Encoding` allows it.

    Args:
        if_none_match (str | Unset): A comma-separated list of entity tags, or `*` for any version
            (RFC 9110, section 13.1).

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | TooManyRequestsProblem | ValidationFailedProblem]
     """


    kwargs = _get_kwargs(
        if_none_match=if_none_match,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    if_none_match: str | Unset = UNSET,

) -> Any | InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | TooManyRequestsProblem | ValidationFailedProblem | None:
    """ Get the contract as YAML

     Returns this document byte for byte, including comments. The `ETag` changes only with its content
    and its content
    coding: brotli or gzip, if `Accept-Encoding` allows it.

    Args:
        if_none_match (str | Unset): A comma-separated list of entity tags, or `*` for any version
            (RFC 9110, section 13.1).

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | TooManyRequestsProblem | ValidationFailedProblem
     """


    return (await asyncio_detailed(
        client=client,
if_none_match=if_none_match,

    )).parsed

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
from ...models.unauthorized_problem import UnauthorizedProblem
from ...models.validation_failed_problem import ValidationFailedProblem
from typing import cast



def _get_kwargs(
    
) -> dict[str, Any]:
    

    

    

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/metrics",
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | TooManyRequestsProblem | UnauthorizedProblem | ValidationFailedProblem | str | None:
    if response.status_code == 200:
        response_200 = response.text
        return response_200

    if response.status_code == 400:
        response_400 = MalformedRequestProblem.from_dict(response.json())



        return response_400

    if response.status_code == 401:
        response_401 = UnauthorizedProblem.from_dict(response.json())



        return response_401

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | TooManyRequestsProblem | UnauthorizedProblem | ValidationFailedProblem | str]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,

) -> Response[InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | TooManyRequestsProblem | UnauthorizedProblem | ValidationFailedProblem | str]:
    """ Get metrics

     Returns metrics in the Prometheus text format, or in OpenMetrics if `Accept` prefers it. If a
    metrics token is
    configured, the operation requires it as a bearer token and does not accept user tokens.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | TooManyRequestsProblem | UnauthorizedProblem | ValidationFailedProblem | str]
     """


    kwargs = _get_kwargs(
        
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient,

) -> InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | TooManyRequestsProblem | UnauthorizedProblem | ValidationFailedProblem | str | None:
    """ Get metrics

     Returns metrics in the Prometheus text format, or in OpenMetrics if `Accept` prefers it. If a
    metrics token is
    configured, the operation requires it as a bearer token and does not accept user tokens.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | TooManyRequestsProblem | UnauthorizedProblem | ValidationFailedProblem | str
     """


    return sync_detailed(
        client=client,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient,

) -> Response[InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | TooManyRequestsProblem | UnauthorizedProblem | ValidationFailedProblem | str]:
    """ Get metrics

     Returns metrics in the Prometheus text format, or in OpenMetrics if `Accept` prefers it. If a
    metrics token is
    configured, the operation requires it as a bearer token and does not accept user tokens.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | TooManyRequestsProblem | UnauthorizedProblem | ValidationFailedProblem | str]
     """


    kwargs = _get_kwargs(
        
    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient,

) -> InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | TooManyRequestsProblem | UnauthorizedProblem | ValidationFailedProblem | str | None:
    """ Get metrics

     Returns metrics in the Prometheus text format, or in OpenMetrics if `Accept` prefers it. If a
    metrics token is
    configured, the operation requires it as a bearer token and does not accept user tokens.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | TooManyRequestsProblem | UnauthorizedProblem | ValidationFailedProblem | str
     """


    return (await asyncio_detailed(
        client=client,

    )).parsed

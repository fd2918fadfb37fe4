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
from ...models.readiness import Readiness
from ...models.service_unavailable_problem import ServiceUnavailableProblem
from ...models.validation_failed_problem import ValidationFailedProblem
from typing import cast



def _get_kwargs(
    
) -> dict[str, Any]:
    

    

    

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/health/ready",
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | Readiness | ServiceUnavailableProblem | ValidationFailedProblem | None:
    if response.status_code == 200:
        response_200 = Readiness.from_dict(response.json())



        return response_200

    if response.status_code == 400:
        response_400 = MalformedRequestProblem.from_dict(response.json())



        return response_400

    if response.status_code == 406:
        response_406 = NotAcceptableProblem.from_dict(response.json())



        return response_406

    if response.status_code == 422:
        response_422 = ValidationFailedProblem.from_dict(response.json())



        return response_422

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | Readiness | ServiceUnavailableProblem | ValidationFailedProblem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,

) -> Response[InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | Readiness | ServiceUnavailableProblem | ValidationFailedProblem]:
    """ Check readiness

     For readiness probes and load balancers. Returns 200 when the service can handle task operations,
    and
    503 while it starts, drains, or cannot reach its database.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | Readiness | ServiceUnavailableProblem | ValidationFailedProblem]
     """


    kwargs = _get_kwargs(
        
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient | Client,

) -> InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | Readiness | ServiceUnavailableProblem | ValidationFailedProblem | None:
    """ Check readiness

     For readiness probes and load balancers. Returns 200 when the service can handle task operations,
    and
    503 while it starts, drains, or cannot reach its database.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | Readiness | ServiceUnavailableProblem | ValidationFailedProblem
     """


    return sync_detailed(
        client=client,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,

) -> Response[InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | Readiness | ServiceUnavailableProblem | ValidationFailedProblem]:
    """ Check readiness

     For readiness probes and load balancers. Returns 200 when the service can handle task operations,
    and
    503 while it starts, drains, or cannot reach its database.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | Readiness | ServiceUnavailableProblem | ValidationFailedProblem]
     """


    kwargs = _get_kwargs(
        
    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient | Client,

) -> InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | Readiness | ServiceUnavailableProblem | ValidationFailedProblem | None:
    """ Check readiness

     For readiness probes and load balancers. Returns 200 when the service can handle task operations,
    and
    503 while it starts, drains, or cannot reach its database.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        InternalErrorProblem | MalformedRequestProblem | NotAcceptableProblem | Readiness | ServiceUnavailableProblem | ValidationFailedProblem
     """


    return (await asyncio_detailed(
        client=client,

    )).parsed

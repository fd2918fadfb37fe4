from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import Literal, cast






T = TypeVar("T", bound="TooManyRequestsProblem")



@_attrs_define
class TooManyRequestsProblem:
    """ A rate limit is exceeded: `policy` names it. Retry after `Retry-After` seconds. Use `RateLimit` to pace requests.

        Attributes:
            type_ (str):
            title (str):
            status (Literal[429]):
            detail (str): A human-readable explanation of this occurrence of the problem.
            request_id (str): Identifies the request in the service's log.
            policy (str | Unset): The exhausted policy, as `RateLimit` names it.
            help_ (str | Unset): The documentation of the problem type. Resolve it against the URL of the request.
     """

    type_: str
    title: str
    status: Literal[429]
    detail: str
    request_id: str
    policy: str | Unset = UNSET
    help_: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        title = self.title

        status = self.status

        detail = self.detail

        request_id = self.request_id

        policy = self.policy

        help_ = self.help_


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "type": type_,
            "title": title,
            "status": status,
            "detail": detail,
            "requestId": request_id,
        })
        if policy is not UNSET:
            field_dict["policy"] = policy
        if help_ is not UNSET:
            field_dict["help"] = help_

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = d.pop("type")

        title = d.pop("title")

        status = cast(Literal[429] , d.pop("status"))
        if status != 429:
            raise ValueError(f"status must match const 429, got '{status}'")

        detail = d.pop("detail")

        request_id = d.pop("requestId")

        policy = d.pop("policy", UNSET)

        help_ = d.pop("help", UNSET)

        too_many_requests_problem = cls(
            type_=type_,
            title=title,
            status=status,
            detail=detail,
            request_id=request_id,
            policy=policy,
            help_=help_,
        )


        too_many_requests_problem.additional_properties = d
        return too_many_requests_problem

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

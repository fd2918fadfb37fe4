from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import Literal, cast






T = TypeVar("T", bound="ListUnavailableProblem")



@_attrs_define
class ListUnavailableProblem:
    """ A problem of a list that cannot be read now, `ServiceUnavailableProblem` or `QueryTooExpensiveProblem`. Branch
    on `type`.

        Attributes:
            type_ (str):
            title (str):
            status (Literal[503]):
            detail (str): A human-readable explanation of this occurrence of the problem.
            request_id (str): Identifies the request in the service's log.
            help_ (str | Unset): The documentation of the problem type. Resolve it against the URL of the request.
     """

    type_: str
    title: str
    status: Literal[503]
    detail: str
    request_id: str
    help_: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        title = self.title

        status = self.status

        detail = self.detail

        request_id = self.request_id

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
        if help_ is not UNSET:
            field_dict["help"] = help_

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = d.pop("type")

        title = d.pop("title")

        status = cast(Literal[503] , d.pop("status"))
        if status != 503:
            raise ValueError(f"status must match const 503, got '{status}'")

        detail = d.pop("detail")

        request_id = d.pop("requestId")

        help_ = d.pop("help", UNSET)

        list_unavailable_problem = cls(
            type_=type_,
            title=title,
            status=status,
            detail=detail,
            request_id=request_id,
            help_=help_,
        )


        list_unavailable_problem.additional_properties = d
        return list_unavailable_problem

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

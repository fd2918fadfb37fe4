from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="SummaryByStatus")



@_attrs_define
class SummaryByStatus:
    """ The number of tasks in each status.

        Attributes:
            pending (int): A number of tasks.
            in_progress (int): A number of tasks.
            completed (int): A number of tasks.
            cancelled (int): A number of tasks.
     """

    pending: int
    in_progress: int
    completed: int
    cancelled: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        pending = self.pending

        in_progress = self.in_progress

        completed = self.completed

        cancelled = self.cancelled


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "pending": pending,
            "in_progress": in_progress,
            "completed": completed,
            "cancelled": cancelled,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        pending = d.pop("pending")

        in_progress = d.pop("in_progress")

        completed = d.pop("completed")

        cancelled = d.pop("cancelled")

        summary_by_status = cls(
            pending=pending,
            in_progress=in_progress,
            completed=completed,
            cancelled=cancelled,
        )


        summary_by_status.additional_properties = d
        return summary_by_status

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

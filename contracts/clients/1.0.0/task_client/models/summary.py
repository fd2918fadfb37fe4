from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.summary_by_priority import SummaryByPriority
  from ..models.summary_by_status import SummaryByStatus





T = TypeVar("T", bound="Summary")



@_attrs_define
class Summary:
    """ Counts of your tasks.

        Attributes:
            total (int): A number of tasks.
            by_status (SummaryByStatus): The number of tasks in each status.
            by_priority (SummaryByPriority): The number of tasks with each priority, in any status.
            overdue (int): A number of tasks.
     """

    total: int
    by_status: SummaryByStatus
    by_priority: SummaryByPriority
    overdue: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.summary_by_priority import SummaryByPriority # noqa: PLC0415
        from ..models.summary_by_status import SummaryByStatus # noqa: PLC0415
        total = self.total

        by_status = self.by_status.to_dict()

        by_priority = self.by_priority.to_dict()

        overdue = self.overdue


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "total": total,
            "byStatus": by_status,
            "byPriority": by_priority,
            "overdue": overdue,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.summary_by_priority import SummaryByPriority # noqa: PLC0415
        from ..models.summary_by_status import SummaryByStatus # noqa: PLC0415
        d = dict(src_dict)
        total = d.pop("total")

        by_status = SummaryByStatus.from_dict(d.pop("byStatus"))




        by_priority = SummaryByPriority.from_dict(d.pop("byPriority"))




        overdue = d.pop("overdue")

        summary = cls(
            total=total,
            by_status=by_status,
            by_priority=by_priority,
            overdue=overdue,
        )


        summary.additional_properties = d
        return summary

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

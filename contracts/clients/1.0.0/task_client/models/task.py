from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.task_priority import TaskPriority
from ..models.task_status import TaskStatus
from typing import cast
from uuid import UUID
import datetime






T = TypeVar("T", bound="Task")



@_attrs_define
class Task:
    """ A task as returned by the API.

        Attributes:
            id (UUID): The unique identifier of the task, a UUIDv7 (RFC 9562). Ids sort by creation time.
            title (str): The title of the task. A single line with at least one visible character.
            description (None | str): Details of the task. Line breaks and tabs are allowed; other control characters are
                rejected.
            status (TaskStatus): The status of the task. Every transition between statuses is allowed.
            priority (TaskPriority): The priority of the task, from lowest to highest.
            due_at (datetime.datetime | None): The due date of the task in UTC, or null.
            tags (list[str]): Unique labels of the task, for filtering.
            created_at (datetime.datetime): A date-time in UTC with milliseconds.
            updated_at (datetime.datetime): A date-time in UTC with milliseconds.
            completed_at (datetime.datetime | None): When the status last changed to `completed`, in UTC. Null in every
                other status.
            version (int): The number of the current version. The entity tag of the task is this number in double quotes, so
                that
                `If-Match: "3"` changes version 3 alone.
     """

    id: UUID
    title: str
    description: None | str
    status: TaskStatus
    priority: TaskPriority
    due_at: datetime.datetime | None
    tags: list[str]
    created_at: datetime.datetime
    updated_at: datetime.datetime
    completed_at: datetime.datetime | None
    version: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        title = self.title

        description: None | str
        description = self.description

        status = self.status.value

        priority = self.priority.value

        due_at: None | str
        if isinstance(self.due_at, datetime.datetime):
            due_at = self.due_at.isoformat()
        else:
            due_at = self.due_at

        tags = self.tags



        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        completed_at: None | str
        if isinstance(self.completed_at, datetime.datetime):
            completed_at = self.completed_at.isoformat()
        else:
            completed_at = self.completed_at

        version = self.version


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
            "title": title,
            "description": description,
            "status": status,
            "priority": priority,
            "dueAt": due_at,
            "tags": tags,
            "createdAt": created_at,
            "updatedAt": updated_at,
            "completedAt": completed_at,
            "version": version,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))




        title = d.pop("title")

        def _parse_description(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        description = _parse_description(d.pop("description"))


        status = TaskStatus(d.pop("status"))




        priority = TaskPriority(d.pop("priority"))




        def _parse_due_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                due_at_type_0 = datetime.datetime.fromisoformat(data)



                return due_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        due_at = _parse_due_at(d.pop("dueAt"))


        tags = cast(list[str], d.pop("tags"))


        created_at = datetime.datetime.fromisoformat(d.pop("createdAt"))




        updated_at = datetime.datetime.fromisoformat(d.pop("updatedAt"))




        def _parse_completed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                completed_at_type_0 = datetime.datetime.fromisoformat(data)



                return completed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        completed_at = _parse_completed_at(d.pop("completedAt"))


        version = d.pop("version")

        task = cls(
            id=id,
            title=title,
            description=description,
            status=status,
            priority=priority,
            due_at=due_at,
            tags=tags,
            created_at=created_at,
            updated_at=updated_at,
            completed_at=completed_at,
            version=version,
        )


        task.additional_properties = d
        return task

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
